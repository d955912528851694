/** Geometry of the reliability plot: a square of probabilities, said to the right, seen upwards. */

interface Bin {
  readonly said: number;
  readonly seen: number;
  readonly rows: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const SMALLEST = 3;
const LARGEST = 11;

/** Dots in a square of `side` pixels; the area of a dot grows with its rows. */
export function reliabilityPoints(bins: readonly Bin[], side: number): Point[] {
  const most = Math.max(1, ...bins.map((bin) => bin.rows));
  return bins.map(({ said, seen, rows }) => ({
    x: said * side,
    y: (1 - seen) * side,
    radius: Math.max(SMALLEST, LARGEST * Math.sqrt(rows / most)),
  }));
}
