import type { RevisionItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { full } from "../kit/time";
import { BandLabel } from "./BandLabel";
import { Gauge } from "./Gauge";
import { HeadlineChange } from "./HeadlineChange";
import styles from "./History.module.css";
import { Section } from "./Section";

/** Every state of the headline, newest first, with what changed and the score it got. */
export function History({ revisions }: { readonly revisions: readonly RevisionItem[] }) {
  const { t, language } = useI18n();
  const oldestFirst = [...revisions].sort((a, b) => a.number - b.number);
  const rows = oldestFirst
    .map((revision, i) => ({ revision, before: oldestFirst[i - 1] }))
    .reverse();
  return (
    <Section title={t.article.history}>
      <ol className={styles.list}>
        {rows.map(({ revision, before }, i) => (
          <li key={revision.number} className={styles.row}>
            <div className={styles.meta}>
              <span>
                {before === undefined
                  ? t.article.historyFirst
                  : t.article.historyNumber(rows.length - i)}
              </span>
              <time dateTime={revision.seen_at}>{full(revision.seen_at, language)}</time>
            </div>
            <p lang="ko" className={styles.title}>
              <HeadlineChange before={before?.title} after={revision.title} />
            </p>
            <div className={`${styles.score} ${revision.band ?? ""}`}>
              {revision.band !== null && <BandLabel band={revision.band} />}
              <div className={styles.gauge}>
                <Gauge trust={revision.trust} band={revision.band ?? "low"} />
              </div>
              <span>{revision.trust ?? t.noVerdict}</span>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
