import type { RiskCoverage } from "../api/types";
import { useI18n } from "../i18n/context";
import { percent } from "../kit/percent";
import { Section } from "./Section";
import table from "./Table.module.css";

/** How many headlines can get a verdict at how many errors. */
export function RiskCoverageTable({ points }: { readonly points: readonly RiskCoverage[] }) {
  const { t } = useI18n();
  const words = t.method;
  if (points.length === 0) {
    return (
      <Section title={words.risk}>
        <p className={table.none}>{words.nothing}</p>
      </Section>
    );
  }
  return (
    <Section title={words.risk}>
      <p>{words.riskText}</p>
      <table className={table.table}>
        <caption className="hidden">{words.risk}</caption>
        <thead>
          <tr>
            <th scope="col">{words.riskAt}</th>
            <th scope="col">{words.coverage}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ risk, coverage }) => (
            <tr key={risk}>
              <th scope="row">{percent(risk)}</th>
              <td>
                <div className={table.share}>
                  <span className={table.bar} aria-hidden="true">
                    <span style={{ width: percent(coverage) }} />
                  </span>
                  {percent(coverage)}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
