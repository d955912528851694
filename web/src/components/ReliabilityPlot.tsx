import type { ReliabilityBin } from "../api/types";
import { useI18n } from "../i18n/context";
import { percent } from "../kit/percent";
import { reliabilityPoints } from "../kit/reliability";
import styles from "./Reliability.module.css";

const SIDE = 240;
const LEFT = 44;
const TOP = 12;
const BELOW = 48;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** What was said against what was seen; the table beside it holds the same values. */
export function ReliabilityPlot({ bins }: { readonly bins: readonly ReliabilityBin[] }) {
  const { t } = useI18n();
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const points = reliabilityPoints(bins, SIDE);
  return (
    <svg
      className={styles.plot}
      viewBox={`0 0 ${LEFT + SIDE + TOP} ${TOP + SIDE + BELOW}`}
      role="img"
      aria-label={t.method.reliabilityImage(bins.length, rows)}
    >
      <g transform={`translate(${LEFT} ${TOP})`}>
        {TICKS.map((tick) => (
          <g key={tick}>
            <line x1={tick * SIDE} x2={tick * SIDE} y1={0} y2={SIDE} className={styles.grid} />
            <line x1={0} x2={SIDE} y1={tick * SIDE} y2={tick * SIDE} className={styles.grid} />
            <text x={tick * SIDE} y={SIDE + 18} textAnchor="middle" className={styles.tick}>
              {percent(tick)}
            </text>
            <text x={-8} y={(1 - tick) * SIDE + 4} textAnchor="end" className={styles.tick}>
              {percent(tick)}
            </text>
          </g>
        ))}
        <line x1={0} y1={SIDE} x2={SIDE} y2={0} className={styles.diagonal} />
        <polyline
          points={points.map(({ x, y }) => `${x},${y}`).join(" ")}
          className={styles.curve}
        />
        {points.map(({ x, y, radius }, i) => (
          <circle key={i} cx={x} cy={y} r={radius} className={styles.bin} />
        ))}
        <text x={SIDE / 2} y={SIDE + 40} textAnchor="middle" className={styles.axis}>
          {t.method.said}
        </text>
        <text x={8} y={18} className={styles.axis}>
          {t.method.seen}
        </text>
      </g>
    </svg>
  );
}
