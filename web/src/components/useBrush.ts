import { useRef, useState, type PointerEvent, type RefObject } from "react";
import { clamp, type Range } from "../kit/geometry";

const DRAG = 5;
const HANDLE = 10;

interface Options {
  readonly plot: RefObject<HTMLElement | null>;
  readonly range: Range | null;
  readonly onRange: (range: Range | null) => void;
  readonly onHover: (x: number | null, y: number) => void;
  readonly onTap: (x: number, y: number, touch: boolean) => void;
}

/** Which end of the range a handle moves. */
export type End = "from" | "to";

function endOf(target: EventTarget): End | null {
  const end = target instanceof Element ? target.closest("[data-end]")?.getAttribute("data-end") : null;
  return end === "from" || end === "to" ? end : null;
}

const between = (one: number, other: number): Range => ({
  from: Math.min(one, other),
  to: Math.max(one, other),
});

interface Press {
  /** The end that stays, in trust. */
  readonly anchor: number;
  readonly x: number;
  readonly y: number;
  moved: boolean;
}

/** Drags over the strip, by mouse, pen or finger. The range is given on release, drawn at once. */
export function useBrush({ plot, range, onRange, onHover, onTap }: Options) {
  const press = useRef<Press | null>(null);
  const [draft, setDraft] = useState<Range | null>(null);

  const place = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return { x: 0, y: 0, trust: 0 };
    const x = event.clientX - box.left;
    return { x, y: event.clientY - box.top, trust: Math.round(clamp((x / box.width) * 100)) };
  };

  /** Pressing an end of the present range moves that end; elsewhere a new range begins. */
  const anchorAt = (target: EventTarget, x: number, trust: number): number => {
    const end = endOf(target);
    if (end !== null) return end === "from" ? (range?.to ?? 100) : (range?.from ?? 0);
    const width = plot.current?.clientWidth ?? 1;
    if (range === null) return trust;
    if (Math.abs((range.from / 100) * width - x) < HANDLE) return range.to;
    if (Math.abs((range.to / 100) * width - x) < HANDLE) return range.from;
    return trust;
  };

  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      // At once: the handles hang below the plot, where a quick hand is out of it with the first move.
      event.currentTarget.setPointerCapture(event.pointerId);
      const { x, y, trust } = place(event);
      press.current = { anchor: anchorAt(event.target, x, trust), x, y, moved: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const { x, y, trust } = place(event);
      const held = press.current;
      if (held === null) {
        if (event.pointerType === "mouse") onHover(x, y);
        return;
      }
      if (!held.moved && Math.abs(x - held.x) < DRAG) return;
      held.moved = true;
      onHover(null, 0);
      setDraft(between(held.anchor, trust));
    },
    onPointerUp: (event: PointerEvent) => {
      const held = press.current;
      const { trust } = place(event);
      press.current = null;
      setDraft(null);
      if (held === null) return;
      if (!held.moved) onTap(held.x, held.y, event.pointerType !== "mouse");
      // Where the hand let go: the last move may not have been drawn yet.
      else onRange(between(held.anchor, trust));
    },
    onPointerCancel: () => {
      press.current = null;
      setDraft(null);
    },
    onPointerLeave: () => {
      onHover(null, 0);
    },
  };
  return { range: draft ?? range, handlers };
}
