/** Where things stand on the scale of 0 to 100, right = trusted. */

export interface Marks {
  /** The threshold and both ends of the unsure band, in trust. */
  readonly threshold: number;
  readonly unsureFrom: number;
  readonly unsureTo: number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const clamp = (value: number, low = 0, high = 100): number =>
  Math.min(high, Math.max(low, value));

/** About how wide a short text is, in em, a little too wide: Hangul is square, the rest half of it. */
export const emWidth = (text: string): number =>
  0.6 * text.length + 0.4 * (text.match(/[가-힣]/gu)?.length ?? 0);

/** Trust from the probability of the problem. */
export const trustOf = (p: number): number => clamp(100 * (1 - p));

export function marksOf(threshold: number, unsureBand: readonly [number, number]): Marks {
  const [a, b] = [trustOf(unsureBand[0]), trustOf(unsureBand[1])];
  return { threshold: trustOf(threshold), unsureFrom: Math.min(a, b), unsureTo: Math.max(a, b) };
}

/**
 * The interval of p as a stretch of trust; none where it does not hold the value itself
 * (the value may come from another signal than the interval).
 */
export function whisker(interval: readonly [number, number] | null, trust: number): Range | null {
  if (interval === null) return null;
  const from = trustOf(Math.max(...interval));
  const to = trustOf(Math.min(...interval));
  return trust >= from - 1 && trust <= to + 1 ? { from, to } : null;
}

export interface Dot<T> {
  readonly x: number;
  readonly y: number;
  readonly item: T;
}

/**
 * Dots stacked along the scale. Values share a column where a dot is wider than one step of the
 * scale; tall columns close up instead of growing out of the picture. `y` counts up from the axis.
 */
export function stack<T extends { readonly trust: number }>(
  items: readonly T[],
  width: number,
  height: number,
  diameter: number,
): Dot<T>[] {
  const step = Math.max(1, Math.ceil(diameter / (width / 100)));
  const columns = new Map<number, T[]>();
  for (const item of items) {
    const column = Math.floor(clamp(item.trust) / step);
    columns.set(column, [...(columns.get(column) ?? []), item]);
  }
  const tallest = Math.max(1, ...[...columns.values()].map((c) => c.length));
  const pitch = Math.min(diameter, (height - diameter) / Math.max(1, tallest - 1));
  return [...columns].flatMap(([column, stacked]) =>
    stacked.map((item, i) => ({
      x: (clamp(column * step + (step - 1) / 2) / 100) * width,
      y: diameter / 2 + i * pitch,
      item,
    })),
  );
}

/** The dot nearest to a place, none if it is farther than `reach`. */
export function nearest<T>(
  dots: readonly Dot<T>[],
  x: number,
  y: number,
  reach: number,
): Dot<T> | null {
  let best: Dot<T> | null = null;
  let least = reach;
  for (const dot of dots) {
    const distance = Math.hypot(dot.x - x, dot.y - y);
    if (distance <= least) [best, least] = [dot, distance];
  }
  return best;
}
