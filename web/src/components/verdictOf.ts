import type { Verdict } from "../api/types";

/** As much of a verdict as a gauge with its words needs. */
export type ShortVerdict = Pick<Verdict, "band" | "trust" | "interval" | "p_clickbait">;

interface Judged {
  readonly band: Verdict["band"] | null;
  readonly trust: number | null;
  readonly p_clickbait: number | null;
  readonly interval: Verdict["interval"];
}

/** The verdict of a revision or a relative; null while it has none. */
export function verdictOf({ band, trust, p_clickbait, interval }: Judged): ShortVerdict | null {
  if (band === null || trust === null || p_clickbait === null) return null;
  return { band, trust, interval, p_clickbait };
}
