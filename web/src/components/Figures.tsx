import type { QualityFigure } from "../api/types";
import { useI18n } from "../i18n/context";
import { figuresBySignal } from "../kit/figures";
import { FigureItem } from "./FigureItem";
import styles from "./Figures.module.css";
import { Section } from "./Section";
import table from "./Table.module.css";

/** Every measured figure, by signal, never without baseline, data and readers. */
export function Figures({ figures }: { readonly figures: readonly QualityFigure[] }) {
  const { t } = useI18n();
  const words = t.method;
  return (
    <Section title={words.figures}>
      {figures.length === 0 ? (
        <p className={table.none}>{words.nothing}</p>
      ) : (
        <p>{words.figuresText}</p>
      )}
      {figuresBySignal(figures).map((group) => (
        <section key={group.signal} className={styles.group} aria-label={t.article[group.signal]}>
          <h3>{t.article[group.signal]}</h3>
          <ul>
            {group.figures.map((figure, i) => (
              <FigureItem key={i} figure={figure} />
            ))}
          </ul>
        </section>
      ))}
    </Section>
  );
}
