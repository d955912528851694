import type { Method } from "../api/types";
import { useI18n } from "../i18n/context";
import { percent } from "../kit/percent";
import { SIGNALS } from "../kit/reasons";
import styles from "./Method.module.css";
import { Section } from "./Section";

/** The thresholds and versions that judge now, and how they came about. */
export function MethodInForce({ method }: { readonly method: Method }) {
  const { t, language } = useI18n();
  const words = t.method;
  const learned = language === "ko" ? method.quality?.trained_on_ko : null;
  const versions = [
    ["model", method.model_version],
    ["encoder", method.encoder_version],
    ["policy", method.policy_version],
  ] as const;
  return (
    <>
      <Section title={words.versions}>
        <dl className={styles.terms}>
          {versions.map(([name, version]) => (
            <div key={name} id={name} tabIndex={-1}>
              <dt>{words[name]}</dt>
              <dd translate="no">{version}</dd>
            </div>
          ))}
          <div>
            <dt>{words.trainedOn}</dt>
            <dd>
              <p lang={learned ? undefined : "en"} className={styles.small}>
                {learned ?? method.trained_on}
              </p>
            </dd>
          </div>
        </dl>
      </Section>
      <Section title={words.marks}>
        <dl className={styles.terms}>
          {SIGNALS.map((name) => {
            const own = name === "style" ? method : method[name];
            return (
              <div key={name}>
                <dt>{t.article[name]}</dt>
                <dd>
                  {own ? (
                    <>
                      {words.threshold} <strong>{percent(own.threshold)}</strong>
                      {" · "}
                      {words.unsureBand}{" "}
                      <strong>
                        {words.between(percent(own.unsure_band[0]), percent(own.unsure_band[1]))}
                      </strong>
                    </>
                  ) : (
                    words.noBand
                  )}
                </dd>
              </div>
            );
          })}
          <div>
            <dt>{words.baseRate}</dt>
            <dd>
              <strong>{percent(method.assumed_base_rate)}</strong>
            </dd>
          </div>
          <div>
            <dt>{words.derived}</dt>
            <dd>
              <p className={styles.small}>{words.englishOnly}</p>
              <p lang="en" className={styles.small}>
                {method.derived_from}
              </p>
            </dd>
          </div>
        </dl>
      </Section>
    </>
  );
}
