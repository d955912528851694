import type { Band, Reason, Signal, SignalName } from "../api/types";
import { useI18n } from "../i18n/context";
import { trustOf, type Marks } from "../kit/geometry";
import { percent } from "../kit/percent";
import { BandLabel } from "./BandLabel";
import styles from "./Evidence.module.css";
import { Gauge } from "./Gauge";
import { ReasonList } from "./ReasonList";

interface Props {
  readonly name: SignalName;
  readonly signal: Signal;
  /** Null where no band hangs on this signal. */
  readonly band: Band | null;
  readonly marks: Marks | null;
  readonly note: string;
  readonly reasons: readonly Reason[];
  /** `p_clickbait` of the whole headline. */
  readonly p: number;
  readonly title: string;
  readonly linked: boolean;
}

/** One signal: its gauge, what it says, what it rests on. */
export function SignalBlock(props: Props) {
  const { name, signal, band, marks, note, reasons, p, title, linked } = props;
  const { t } = useI18n();
  const own = signal.p ?? null;
  const told = { style: t.article.styleP, match: t.article.matchP, coherence: t.article.coherenceP };
  const interval = signal.interval ?? null;
  return (
    <section className={styles.signal} aria-label={t.article[name]} data-signal={name}>
      <div className={styles.measure}>
        <h3>{t.article[name]}</h3>
        {own !== null && band !== null && (
          <p className={styles.band}>
            <BandLabel band={band} words={t.signalBand[name]} />
          </p>
        )}
        <div className={styles.gauge}>
          <Gauge
            trust={own === null ? null : trustOf(own)}
            band={band}
            interval={interval}
            marks={marks}
          />
        </div>
        <p className={own === null ? styles.pending : styles.told}>
          {own === null ? t.article.notMeasured : told[name](percent(own))}
        </p>
        {own !== null && interval !== null && (
          <p className={styles.pending}>{t.article.within(percent(interval[0]), percent(interval[1]))}</p>
        )}
      </div>
      <div>
        <p className={styles.note}>{note}</p>
        <ReasonList reasons={reasons} band={band} p={p} title={title} linked={linked} />
      </div>
    </section>
  );
}
