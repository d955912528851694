import type { Quality } from "../api/types";
import { useI18n } from "../i18n/context";
import { Figures } from "./Figures";
import styles from "./Method.module.css";
import { Notice } from "./Notice";
import { Reliability } from "./Reliability";
import { RiskCoverageTable } from "./RiskCoverageTable";
import { Section } from "./Section";
import table from "./Table.module.css";

/** How good the model in force was seen to be; said plainly where it brings no figures. */
export function MethodQuality({ quality }: { readonly quality: Quality | null }) {
  const { t, language } = useI18n();
  if (quality === null) return <Notice title={t.method.none} hint={t.method.noneHint} />;
  const told = language === "ko" ? quality.weaknesses_ko : quality.weaknesses_en;
  return (
    <>
      <Reliability bins={quality.reliability} />
      <RiskCoverageTable points={quality.risk_coverage} />
      <Figures figures={quality.figures} />
      <Section title={t.method.weaknesses}>
        {told.length === 0 ? (
          <p className={table.none}>{t.method.nothing}</p>
        ) : (
          <ul className={styles.weaknesses}>
            {told.map((weakness) => (
              <li key={weakness}>{weakness}</li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
