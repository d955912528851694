import { useI18n } from "../i18n/context";
import styles from "./ArticleRow.module.css";
import { BandLabel } from "./BandLabel";
import { Gauge } from "./Gauge";
import { scaleOf, wordingOf, type ShortVerdict } from "./verdictOf";

/** Band, gauge and number of a row, said in one phrase to a screen reader. */
export function RowVerdict({ verdict }: { readonly verdict: ShortVerdict | null }) {
  const { t } = useI18n();
  if (verdict === null) {
    return (
      <div className={styles.verdict}>
        <span className={styles.pending}>{t.noVerdict}</span>
        <div className={styles.gauge}>
          <Gauge trust={null} />
        </div>
      </div>
    );
  }
  const { band, trust, interval } = verdict;
  const scale = scaleOf(verdict);
  return (
    <div className={styles.verdict}>
      <span className="hidden">{t.announce(t.band[band], trust, wordingOf(verdict))}</span>
      <span aria-hidden="true" className={styles.band}>
        <BandLabel band={band} />
      </span>
      <div className={`${styles.gauge} ${band}`} aria-hidden="true">
        <Gauge trust={scale.trust} band={band} interval={interval} marks={scale.marks} />
        <span className={styles.trust}>{scale.trust ?? "–"}</span>
      </div>
    </div>
  );
}
