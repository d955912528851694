import type { CSSProperties } from "react";
import { useI18n } from "../i18n/context";
import { emWidth, type Marks } from "../kit/geometry";
import styles from "./Gauge.module.css";

type LabelPlace = CSSProperties & Record<"--at" | "--half", string>;

/** 0, threshold and 100 in words under a large scale. */
export function GaugeLabels({ marks }: { readonly marks: Marks }) {
  const { t } = useI18n();
  const threshold = t.threshold(Math.round(marks.threshold));
  // Near an end the label stays clear of "0" and "100"; the tick above it keeps its place.
  const place: LabelPlace = {
    "--at": `${marks.threshold}%`,
    "--half": `${emWidth(threshold) / 2}em`,
  };
  return (
    <div className={styles.labels}>
      <span className={styles.first}>0</span>
      <span className={styles.at} style={place}>
        {threshold}
      </span>
      <span className={styles.last}>100</span>
    </div>
  );
}
