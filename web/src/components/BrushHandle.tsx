import type { KeyboardEvent } from "react";
import { clamp } from "../kit/geometry";
import styles from "./Strip.module.css";
import type { End } from "./useBrush";

interface Props {
  readonly end: End;
  readonly label: string;
  readonly value: number;
  readonly least?: number;
  readonly most?: number;
  readonly onChange: (value: number) => void;
  readonly onClear: () => void;
}

const STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -100,
  End: 100,
};

/** One end of the chosen range, moved with the arrow keys; Escape takes the range away. */
export function BrushHandle({ end, label, value, least = 0, most = 100, onChange, onClear }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      onClear();
      return;
    }
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onChange(clamp(value + step, least, most));
  };
  return (
    <div
      className={styles.handle}
      style={{ left: `${value}%` }}
      role="slider"
      data-end={end}
      tabIndex={0}
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={value}
      onKeyDown={onKeyDown}
    />
  );
}
