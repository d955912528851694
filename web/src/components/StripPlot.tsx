import type { Band, TodayPoint } from "../api/types";
import { inRange } from "../kit/filters";
import type { Dot, Marks, Range } from "../kit/geometry";
import styles from "./Strip.module.css";

interface Props {
  readonly label: string;
  readonly dots: readonly Dot<TodayPoint>[];
  readonly size: number;
  readonly height: number;
  readonly marks: Marks | null;
  readonly range: Range | null;
  readonly hovered: Dot<TodayPoint> | null;
}

const SHAPE: Record<Band, string> = {
  low: "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
  unsure: "M-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z",
  suspected: "M0-3.4 3.4 2.6H-3.4z",
};

export function StripPlot({ label, dots, size, height, marks, range, hovered }: Props) {
  return (
    <svg className={styles.svg} height={height} role="img" aria-label={label}>
      {marks && (
        <rect
          x={`${marks.unsureFrom}%`}
          width={`${marks.unsureTo - marks.unsureFrom}%`}
          y="0"
          height={height}
          className={styles.shade}
        />
      )}
      {range && (
        <rect
          x={`${range.from}%`}
          width={`${range.to - range.from}%`}
          y="0"
          height={height}
          className={styles.brush}
        />
      )}
      {marks && (
        <line
          x1={`${marks.threshold}%`}
          x2={`${marks.threshold}%`}
          y1="26"
          y2={height}
          className={styles.threshold}
        />
      )}
      <line x1="0" x2="100%" y1={height} y2={height} className={styles.axis} />
      {dots.map((dot) => (
        <path
          key={dot.item.url_hash}
          d={SHAPE[dot.item.band]}
          transform={`translate(${dot.x} ${height - dot.y - 1}) scale(${dot === hovered ? 1.5 * size : size})`}
          className={`${styles.dot} ${dot.item.band}`}
          data-band={dot.item.band}
          data-dot={dot.item.url_hash}
          data-dim={!inRange(range, dot.item.trust)}
        />
      ))}
    </svg>
  );
}
