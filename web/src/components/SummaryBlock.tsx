import type { Summary } from "../api/types";
import { useI18n } from "../i18n/context";
import { litKey } from "./lit";
import { Section } from "./Section";
import { SummaryLine } from "./SummaryLine";
import styles from "./Summary.module.css";

interface Props {
  readonly summary: Summary;
  readonly linked: boolean;
}

/** Sentences picked from the text, labelled so; each leads to its place. */
export function SummaryBlock({ summary, linked }: Props) {
  const { t } = useI18n();
  return (
    <Section title={t.article.summary} note={t.article.extractive}>
      <ul className={styles.list}>
        {summary.sentences.map((sentence, i) => {
          const span = summary.spans[i];
          const place = linked && span !== undefined ? litKey(span[0], span[1]) : null;
          return <SummaryLine key={i} sentence={sentence} place={place} />;
        })}
      </ul>
    </Section>
  );
}
