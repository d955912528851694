import { useI18n } from "../i18n/context";
import type { Marks } from "../kit/geometry";
import styles from "./Gauge.module.css";

/** 0, threshold and 100 in words under a large scale. */
export function GaugeLabels({ marks }: { readonly marks: Marks }) {
  const { t } = useI18n();
  return (
    <div className={styles.labels}>
      <span className={styles.first}>0</span>
      <span className={styles.at} style={{ left: `${marks.threshold}%` }}>
        {t.threshold(Math.round(marks.threshold))}
      </span>
      <span className={styles.last}>100</span>
    </div>
  );
}
