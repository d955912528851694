import { useMethod } from "../api/queries";
import type { Band } from "../api/types";
import { marksOf, whisker, type Marks } from "../kit/geometry";
import styles from "./Gauge.module.css";
import { GaugeLabels } from "./GaugeLabels";

interface Props {
  /** 0-100; null draws the empty scale of something not measured. */
  readonly trust: number | null;
  /** Null where no band hangs on the value. */
  readonly band?: Band | null;
  readonly interval?: readonly [number, number] | null;
  readonly large?: boolean;
  /** Other marks than those of the verdict; null draws none. */
  readonly marks?: Marks | null | undefined;
}

const at = (value: number): string => `${value}%`;

/**
 * The signature: a scale of 0 to 100, the unsure band shaded, the threshold ticked, the value as a
 * dot with its interval as a whisker. It is decoration to a screen reader: words stand beside it.
 */
export function Gauge(props: Props) {
  const { trust, band = "low", interval = null, large = false } = props;
  const method = useMethod().data;
  const usual = method ? marksOf(method.threshold, method.unsure_band) : null;
  const marks = props.marks === undefined ? usual : props.marks;
  const reach = trust === null ? null : whisker(interval, trust);
  const [height, middle] = large ? [32, 16] : [16, 8];
  const tall = large ? 12 : 6;
  return (
    <div className={`${styles.gauge} ${band ?? "plain"} ${large ? styles.large : ""}`} aria-hidden="true">
      <svg className={styles.scale} height={height}>
        {marks && (
          <rect
            x={at(marks.unsureFrom)}
            width={at(marks.unsureTo - marks.unsureFrom)}
            y={middle - tall}
            height={2 * tall}
            className={styles.shade}
          />
        )}
        <line x1="0%" x2="100%" y1={middle} y2={middle} className={styles.line} />
        {[0, 100].map((end) => (
          <line
            key={end}
            x1={at(end)}
            x2={at(end)}
            y1={middle - 3}
            y2={middle + 3}
            className={styles.line}
          />
        ))}
        {marks && (
          <line
            x1={at(marks.threshold)}
            x2={at(marks.threshold)}
            y1={middle - tall}
            y2={middle + tall}
            className={styles.threshold}
          />
        )}
        {reach && (
          <line
            x1={at(reach.from)}
            x2={at(reach.to)}
            y1={middle}
            y2={middle}
            className={styles.whisker}
          />
        )}
        {trust !== null && (
          <circle cx={at(trust)} cy={middle} r={large ? 7 : 4.5} className={styles.dot} />
        )}
      </svg>
      {large && marks && <GaugeLabels marks={marks} />}
    </div>
  );
}
