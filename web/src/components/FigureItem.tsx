import type { QualityFigure } from "../api/types";
import { useI18n } from "../i18n/context";
import { decimal, grouped } from "../kit/figures";
import styles from "./Figures.module.css";

/** One figure: what it means, its value and the baseline's, on what and by whom. */
export function FigureItem({ figure }: { readonly figure: QualityFigure }) {
  const { t, language } = useI18n();
  const words = t.method;
  const baseline = figure.baseline ?? null;
  // A version may bring its words in Korean; where it does not, the English is marked as such.
  const korean = language === "ko" ? figure.ko : null;
  const told = korean ?? figure;
  const lang = korean ? undefined : "en";
  const baselineName = told.baseline_name ?? null;
  return (
    <li className={styles.figure}>
      <div>
        <p className={styles.name}>{words.figure[figure.name]}</p>
        <p className={styles.small}>{words.figureMeans[figure.name]}</p>
      </div>
      <div className={styles.values}>
        <p className={styles.value}>{decimal(figure.value)}</p>
        <p className={styles.small}>
          {baseline === null ? (
            words.noBaseline
          ) : (
            <>
              {words.baseline} {decimal(baseline)}
              {baselineName !== null && <span lang={lang}> ({baselineName})</span>}
            </>
          )}
        </p>
      </div>
      <dl className={styles.source}>
        <div>
          <dt>{words.data}</dt>
          <dd>
            <span lang={lang}>{told.data}</span> · {words.count(grouped(figure.rows, language))}
          </dd>
        </div>
        <div>
          <dt>{words.readings}</dt>
          <dd lang={lang}>{told.readings}</dd>
        </div>
      </dl>
    </li>
  );
}
