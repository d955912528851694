import type { ReliabilityBin } from "../api/types";
import { useI18n } from "../i18n/context";
import { grouped } from "../kit/figures";
import { percent } from "../kit/percent";
import styles from "./Reliability.module.css";
import { ReliabilityPlot } from "./ReliabilityPlot";
import { Section } from "./Section";
import table from "./Table.module.css";

/** Whether a probability means what it says: the plot and its table. */
export function Reliability({ bins }: { readonly bins: readonly ReliabilityBin[] }) {
  const { t, language } = useI18n();
  const words = t.method;
  if (bins.length === 0) {
    return (
      <Section title={words.reliability}>
        <p className={table.none}>{words.nothing}</p>
      </Section>
    );
  }
  return (
    <Section title={words.reliability}>
      <p>{words.reliabilityText}</p>
      <div className={styles.beside}>
        <ReliabilityPlot bins={bins} />
        <table className={table.table}>
          <caption className="hidden">{words.reliability}</caption>
          <thead>
            <tr>
              <th scope="col">{words.said}</th>
              <th scope="col">{words.seen}</th>
              <th scope="col">{words.rows}</th>
            </tr>
          </thead>
          <tbody>
            {bins.map((bin, i) => (
              <tr key={i}>
                <th scope="row">{percent(bin.said)}</th>
                <td>{percent(bin.seen)}</td>
                <td>{grouped(bin.rows, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
