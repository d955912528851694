import type { Verdict } from "../api/types";
import { percent } from "../kit/percent";

/** As much of a verdict as a gauge with its words needs. */
export type ShortVerdict = Pick<Verdict, "band" | "trust" | "interval" | "p_clickbait"> &
  Partial<Pick<Verdict, "unsure_reason">>;

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

/** The wording's probability in words; null where only the base rate is known, which nobody measured. */
export function wordingOf({ p_clickbait, unsure_reason }: ShortVerdict): string | null {
  const measured = unsure_reason !== "too_short" && unsure_reason !== "not_korean";
  return measured ? percent(p_clickbait) : null;
}
