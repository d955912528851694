import { useMethod } from "../api/queries";
import type { Band, Reason } from "../api/types";
import { useI18n } from "../i18n/context";
import { trustOf } from "../kit/geometry";
import { percent } from "../kit/percent";
import styles from "./Evidence.module.css";
import { Gauge } from "./Gauge";
import { ReasonItem } from "./ReasonItem";

interface Props {
  readonly name: string;
  /** The probability of the problem; null where it was not measured. */
  readonly p: number | null;
  readonly told: (percent: string) => string;
  readonly note: string;
  readonly reasons: readonly Reason[];
  /** Of the whole verdict; the signal's own colour follows the threshold. */
  readonly band: Band;
  readonly linked: boolean;
}

/** One signal: its gauge, what it says, what it rests on. */
export function SignalBlock({ name, p, told, note, reasons, band, linked }: Props) {
  const { t } = useI18n();
  const method = useMethod().data;
  const own = p === null ? "unsure" : bandOf(p, method?.unsure_band ?? null, band);
  return (
    <section className={styles.signal} aria-label={name}>
      <div className={styles.measure}>
        <h3>{name}</h3>
        <div className={styles.gauge}>
          <Gauge trust={p === null ? null : trustOf(p)} band={own} />
        </div>
        <p className={p === null ? styles.pending : styles.told}>
          {p === null ? t.article.notMeasured : told(percent(p))}
        </p>
      </div>
      <div>
        <p className={styles.note}>{note}</p>
        {reasons.length > 0 && (
          <ul className={styles.reasons}>
            {reasons.map((reason, i) => (
              <ReasonItem key={i} reason={reason} band={own} linked={linked} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function bandOf(p: number, unsure: readonly [number, number] | null, whole: Band): Band {
  if (unsure === null) return whole;
  if (p < unsure[0]) return "low";
  return p > unsure[1] ? "suspected" : "unsure";
}
