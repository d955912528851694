import type { Verdict } from "../api/types";
import { trustOf } from "../kit/geometry";
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

/** Whether anything was measured; of the others only the base rate is known. */
const isMeasured = ({ unsure_reason }: ShortVerdict): boolean =>
  unsure_reason !== "too_short" && unsure_reason !== "not_korean";

/** The wording's probability in words; null where nobody measured it. */
export function wordingOf(verdict: ShortVerdict): string | null {
  return isMeasured(verdict) ? percent(verdict.p_clickbait) : null;
}

/**
 * What the gauge of a verdict draws: no value where nobody measured, and no marks where trust comes
 * from another signal, for they are those of the wording.
 */
export function scaleOf(verdict: ShortVerdict): { trust: number | null; marks: null | undefined } {
  if (!isMeasured(verdict)) return { trust: null, marks: undefined };
  const { trust, p_clickbait } = verdict;
  return { trust, marks: Math.abs(trust - trustOf(p_clickbait)) < 1 ? undefined : null };
}
