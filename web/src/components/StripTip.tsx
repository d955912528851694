import type { RefObject } from "react";
import type { TodayPoint } from "../api/types";
import { useI18n } from "../i18n/context";
import type { Dot } from "../kit/geometry";
import { Tip } from "./Tip";

interface Props {
  readonly dot: Dot<TodayPoint>;
  readonly plot: RefObject<HTMLElement | null>;
  readonly height: number;
}

/** The headline of the dot under the pointer. It stays out of the dot's own way. */
export function StripTip({ dot, plot, height }: Props) {
  const { t } = useI18n();
  const box = plot.current?.getBoundingClientRect();
  if (box === undefined) return null;
  return (
    <Tip x={box.left + dot.x} y={box.top + height - dot.y - 4}>
      <div lang="ko">{dot.item.title}</div>
      {t.band[dot.item.band]} · {t.trustShort} {dot.item.trust}
    </Tip>
  );
}
