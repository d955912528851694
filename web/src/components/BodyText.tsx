import type { Reason, Summary } from "../api/types";
import { useI18n } from "../i18n/context";
import { paragraphs, type Span } from "../kit/spans";
import styles from "./Body.module.css";
import { BodyParagraph } from "./BodyParagraph";
import { litKey } from "./lit";
import { Section } from "./Section";

interface Props {
  readonly body: string | null;
  readonly snippet: string;
  readonly reasons: readonly Reason[];
  readonly summary: Summary | null;
}

/** Every stretch of the body that something on the page can lead to. */
function places(reasons: readonly Reason[], summary: Summary | null): Span<string>[] {
  const spans = reasons.flatMap((r): [number, number][] =>
    r.where === "body" && r.start != null && r.end != null ? [[r.start, r.end]] : [],
  );
  const all = [...spans, ...(summary?.spans ?? [])];
  const byKey = new Map(all.map(([start, end]) => [litKey(start, end), { start, end }]));
  return [...byKey].map(([value, { start, end }]) => ({ start, end, value }));
}

/** The text as far as its rights allow, with the evidence in its place. */
export function BodyText({ body, snippet, reasons, summary }: Props) {
  const { t } = useI18n();
  const hidden = snippet === "" ? t.article.bodyHidden : t.article.bodySnippet;
  if (body === null) {
    return (
      <Section title={t.article.body}>
        <div className={styles.text}>
          {snippet !== "" && <p lang="ko">{snippet}…</p>}
          <p className={styles.rights}>{hidden}</p>
        </div>
      </Section>
    );
  }
  const spans = places(reasons, summary);
  return (
    <Section title={t.article.body}>
      <div lang="ko" className={styles.text}>
        {paragraphs(body).map((paragraph) => (
          <BodyParagraph key={paragraph.start} paragraph={paragraph} spans={spans} />
        ))}
      </div>
    </Section>
  );
}
