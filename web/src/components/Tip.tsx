import { useLayoutEffect, useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";
import styles from "./Tip.module.css";

interface Props {
  readonly id?: string;
  /** Middle and top of what it speaks of, in the window. */
  readonly x: number;
  readonly y: number;
  readonly children: ReactNode;
}

const EDGE = 8;

/** A small card that floats above a place and stays inside the window. */
export function Tip({ id, x, y, children }: Props) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    const most = document.documentElement.clientWidth - width - EDGE;
    element.style.left = `${Math.max(EDGE, Math.min(most, x - width / 2))}px`;
    element.style.top = `${y - height - EDGE < EDGE ? y + 24 : y - height - EDGE}px`;
  });
  return createPortal(
    <div id={id} ref={card} role="tooltip" className={styles.tip}>
      {children}
    </div>,
    document.body,
  );
}
