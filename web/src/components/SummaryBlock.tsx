import type { Summary } from "../api/types";
import { useI18n } from "../i18n/context";
import { whyPicked } from "../kit/summaries";
import { litKey } from "./lit";
import { Section } from "./Section";
import { SummaryLine } from "./SummaryLine";
import styles from "./Summary.module.css";

interface Props {
  readonly summary: Summary;
  readonly linked: boolean;
}

/** The summary, labelled with how it was made; a sentence picked from the text leads to its place. */
export function SummaryBlock({ summary, linked }: Props) {
  const { t } = useI18n();
  const { method, model_id, prompt_version } = summary;
  const reason = whyPicked(summary.fallback_reason);
  return (
    <Section
      title={t.article.summary}
      note={method === "extractive" ? t.article.extractive : t.article.written}
    >
      <ul className={styles.list}>
        {summary.sentences.map((sentence, i) => {
          const span = summary.spans[i];
          const place = linked && span !== undefined ? litKey(span[0], span[1]) : null;
          return <SummaryLine key={i} sentence={sentence} place={place} />;
        })}
      </ul>
      {method !== "extractive" && (
        <p className={styles.made} translate="no">
          {t.article.writtenWith(model_id ?? "", prompt_version ?? "")}
        </p>
      )}
      {reason !== null && <p className={styles.made}>{t.article.instead[reason]}</p>}
    </Section>
  );
}
