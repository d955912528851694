import type { Verdict } from "../api/types";
import { useI18n } from "../i18n/context";
import { whisker } from "../kit/geometry";
import { BandLabel } from "./BandLabel";
import { Gauge } from "./Gauge";
import styles from "./VerdictBlock.module.css";
import { scaleOf, wordingOf } from "./verdictOf";

/** The answer in ten seconds: number, band, gauge, one sentence. */
export function VerdictBlock({ verdict }: { readonly verdict: Verdict | null }) {
  const { t, say } = useI18n();
  if (verdict === null) {
    return (
      <section className={styles.block} aria-label={t.article.verdict}>
        <p className={styles.pending}>{t.noVerdict}</p>
        <Gauge trust={null} large />
        <p className={styles.sentence}>{t.noVerdictWhy}</p>
      </section>
    );
  }
  const { band, trust, interval } = verdict;
  const scale = scaleOf(verdict);
  // The interval is that of the wording; trust may come from another signal.
  const reach = scale.trust === null ? null : whisker(interval, scale.trust);
  return (
    <section className={styles.block} aria-label={t.article.verdict} data-band={band}>
      <p className="hidden">{t.announce(t.band[band], trust, wordingOf(verdict))}</p>
      <div className={`${styles.top} ${band}`} aria-hidden="true">
        <span className={styles.name}>{t.trust}</span>
        <span className={styles.trust}>{scale.trust ?? "–"}</span>
        <span className={styles.band}>
          <BandLabel band={band} />
        </span>
      </div>
      <Gauge trust={scale.trust} band={band} interval={interval} marks={scale.marks} large />
      <p className={styles.sentence}>{say(verdict.sentence_ko, verdict.sentence_en)}</p>
      <p className={styles.small}>
        {reach !== null && t.interval(Math.round(reach.from), Math.round(reach.to))}
      </p>
    </section>
  );
}
