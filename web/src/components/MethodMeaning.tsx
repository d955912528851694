import { BANDS } from "../api/types";
import { useI18n } from "../i18n/context";
import { SIGNALS } from "../kit/reasons";
import { BandLabel } from "./BandLabel";
import { Gauge } from "./Gauge";
import styles from "./Method.module.css";
import { Section } from "./Section";

/** What a verdict says and what it does not: probability, signals, bands, the one number. */
export function MethodMeaning() {
  const { t } = useI18n();
  const words = t.method;
  return (
    <Section title={words.meaning}>
      <div className={styles.prose}>
        {words.meaningText.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      <dl className={styles.terms}>
        {SIGNALS.map((name) => (
          <div key={name}>
            <dt>{t.article[name]}</dt>
            <dd>{words.signals[name]}</dd>
          </div>
        ))}
        {BANDS.map((band) => (
          <div key={band}>
            <dt>
              <BandLabel band={band} />
            </dt>
            <dd>{words.bands[band]}</dd>
          </div>
        ))}
        <div>
          <dt>{t.trust}</dt>
          <dd>{words.trustText}</dd>
        </div>
      </dl>
      <div className={styles.legend}>
        <Gauge trust={40} band="suspected" interval={[0.52, 0.67]} large />
        <p className={styles.small}>{words.gaugeText}</p>
      </div>
    </Section>
  );
}
