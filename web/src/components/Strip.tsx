import { useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useMethod } from "../api/queries";
import type { Today, TodayPoint } from "../api/types";
import { useI18n } from "../i18n/context";
import { marksOf, nearest, stack, type Dot, type Range } from "../kit/geometry";
import { BrushHandle } from "./BrushHandle";
import { GaugeLabels } from "./GaugeLabels";
import { rememberOpened } from "./rows";
import styles from "./Strip.module.css";
import { StripNames } from "./StripNames";
import { StripPlot } from "./StripPlot";
import { StripTip } from "./StripTip";
import { useBrush } from "./useBrush";
import { useHeldRange } from "./useHeldRange";
import { useWidth } from "./useWidth";

const HEIGHT = 112;
const FEW = 80;
/** Room for the names of the three stretches. */
const TOP = 28;
const REACH = { mouse: 12, touch: 24 };

interface Props {
  readonly today: Today;
  readonly range: Range | null;
  readonly onRange: (range: Range | null) => void;
}

/** The day's headlines as dots along the scale: drag to filter, press a dot to open it. */
export function Strip({ today, range, onRange }: Props) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const method = useMethod().data;
  const [held, hold] = useHeldRange(range, onRange);
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const [hovered, setHovered] = useState<Dot<TodayPoint> | null>(null);
  const diameter = today.points.length <= FEW && width >= 480 ? 12 : 8;
  const dots = useMemo(
    () => (width > 0 ? stack(today.points, width, HEIGHT - TOP, diameter) : []),
    [today.points, width, diameter],
  );
  const find = (x: number, y: number, touch: boolean) =>
    nearest(dots, x, HEIGHT - y, touch ? REACH.touch : REACH.mouse);
  const brush = useBrush({
    plot,
    range: held,
    onRange: hold,
    onHover: (x, y) => {
      setHovered(x === null ? null : find(x, y, false));
    },
    onTap: (x, y, touch) => {
      const dot = find(x, y, touch);
      if (dot === null) return;
      rememberOpened(dot.item.url_hash);
      void navigate(`/article/${dot.item.url_hash}`);
    },
  });
  const marks = method ? marksOf(method.threshold, method.unsure_band) : null;
  const { suspected = 0, unsure = 0, low = 0 } = today.counts;
  const shown = brush.range;
  return (
    <div className={styles.strip}>
      <div ref={plot} className={styles.plot} data-over={hovered !== null} {...brush.handlers}>
        <StripPlot
          label={t.today.strip(today.points.length, suspected, unsure, low)}
          dots={dots}
          size={diameter / 8}
          height={HEIGHT}
          marks={marks}
          range={shown}
          hovered={hovered}
        />
        {marks && <StripNames marks={marks} />}
        <BrushHandle
          end="from"
          label={t.today.from}
          value={shown?.from ?? 0}
          most={shown?.to ?? 100}
          onChange={(from) => {
            hold({ from, to: shown?.to ?? 100 });
          }}
          onClear={() => {
            hold(null);
          }}
        />
        <BrushHandle
          end="to"
          label={t.today.to}
          value={shown?.to ?? 100}
          least={shown?.from ?? 0}
          onChange={(to) => {
            hold({ from: shown?.from ?? 0, to });
          }}
          onClear={() => {
            hold(null);
          }}
        />
      </div>
      {marks && <GaugeLabels marks={marks} />}
      {hovered && <StripTip dot={hovered} plot={plot} height={HEIGHT} />}
    </div>
  );
}
