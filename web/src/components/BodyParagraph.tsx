import { split, within, type Paragraph, type Span } from "../kit/spans";
import styles from "./Body.module.css";
import { litId, useLit } from "./lit";

interface Props {
  readonly paragraph: Paragraph;
  readonly spans: readonly Span<string>[];
}

/** A paragraph cut at the evidence in it; the first piece of each sentence carries its id. */
export function BodyParagraph({ paragraph, spans }: Props) {
  const { key } = useLit();
  const inside = within(paragraph, spans);
  const segments = split(paragraph.text, inside);
  const opened = new Set(inside.filter((s) => s.start < 0).map((s) => s.value));
  return (
    <p>
      {segments.map((segment, i) => {
        const begins = segment.covering.filter((value) => !opened.has(value));
        for (const value of begins) opened.add(value);
        const lit = key !== null && segment.covering.includes(key);
        const text = lit ? <mark className={styles.lit}>{segment.text}</mark> : segment.text;
        // Two places may begin at one letter: each needs its own id, so they are nested.
        return begins.reduceRight(
          (inner, value) => (
            <span
              key={`${i}-${value}`}
              id={litId(value)}
              tabIndex={-1}
              data-lit={lit && value === key}
            >
              {inner}
            </span>
          ),
          <span key={i}>{text}</span>,
        );
      })}
    </p>
  );
}
