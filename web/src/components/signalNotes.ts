import type { Assessment, Band, Method, Reason, SignalName } from "../api/types";
import type { Messages } from "../i18n/ko";

/** The band of a signal: its own; of an older verdict's style that of its probability. */
export function bandOf(
  name: SignalName,
  { signals, band }: Assessment,
  method: Method | undefined,
): Band | null {
  const { p = null, band: own = null } = signals[name];
  if (own !== null || p === null || name !== "style") return own;
  if (method === undefined) return band;
  const [low, high] = method.unsure_band;
  if (p < low) return "low";
  return p >= high ? "suspected" : "unsure";
}

/** Why a signal has no probability. */
function unmeasured(name: SignalName, assessment: Assessment, t: Messages): string {
  const because = assessment.unsure_reason ?? null;
  if (because === "too_short" || because === "not_korean") return t.article.because[because];
  if (name === "style") return t.article.stylePending;
  if (because === "no_body" || because === "paywalled") return t.article.because[because];
  return name === "match" ? t.article.matchPending : t.article.coherencePending;
}

/** One sentence over the evidence of a signal, or that there is none to show. */
export function noteOf(
  name: SignalName,
  assessment: Assessment,
  reasons: readonly Reason[],
  t: Messages,
): string {
  const p = assessment.signals[name].p ?? null;
  const words = t.article;
  if (p === null) {
    const why = unmeasured(name, assessment, t);
    return reasons.length > 0 ? `${why} ${words.pendingWith}` : why;
  }
  if (reasons.length > 0) return words.noteWith[name];
  // With no evidence at all the section says so once.
  if (assessment.reasons.length === 0) return words.measuredOnly;
  return assessment.band === "low" || assessment.signals[name].band === "low"
    ? words.nothingSeen[name]
    : words.nothingToShow;
}
