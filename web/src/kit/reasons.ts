import type { Reason, SignalName } from "../api/types";
import { codePoints } from "./codepoints";
import { split } from "./spans";

export const SIGNALS: readonly SignalName[] = ["style", "match", "coherence"];

/** The signal a reason speaks for; verdicts of before there were three do not say it. */
export function signalOf(reason: Reason): SignalName {
  if (reason.signal != null) return reason.signal;
  if (reason.kind === "foreign" || reason.kind === "advertising") return "coherence";
  return reason.where === "title" ? "style" : "match";
}

/** Where a stretch of the body stands, null where the evidence has no place. */
export function placeOf({ where, start, end }: Reason): readonly [number, number] | null {
  return where === "body" && start != null && end != null ? [start, end] : null;
}

/** A span lowers the probability where the headline would be worse without it. */
export function lowers(reason: Reason, p: number): boolean {
  if (reason.p_without != null) return reason.p_without > p;
  return reason.weight != null ? reason.weight < 0 : (reason.tactic ?? null) === null;
}

/** What stands in single quotation marks in a note: ‘인상’. */
const QUOTED = /‘([^’]+)’/u;

/**
 * The headline cut at the words that a sentence of the body contradicts: those that other evidence
 * of the contradiction marks, else the word that the note quotes first.
 */
export function turnedWords(
  title: string,
  reason: Reason,
  marked: readonly Reason[],
): { readonly text: string; readonly turned: boolean }[] {
  const spans = marked.flatMap(({ start, end }) =>
    start != null && end != null ? [{ start, end, value: true }] : [],
  );
  if (spans.length === 0) {
    const word = QUOTED.exec(reason.note_ko)?.[1] ?? "";
    const at = word === "" ? -1 : title.indexOf(word);
    if (at >= 0) {
      const start = codePoints(title.slice(0, at));
      spans.push({ start, end: start + codePoints(word), value: true });
    }
  }
  return split(title, spans).map(({ text, covering }) => ({ text, turned: covering.length > 0 }));
}

/**
 * Words of the headline, each once: what the model reacts to is told with policy's find at the same
 * place, which has the tactic and the words for it.
 */
export function joined(words: readonly Reason[]): Reason[] {
  const found = words.filter((word) => word.kind !== "span");
  for (const span of words.filter((word) => word.kind === "span")) {
    const at = found.findIndex((word) => word.start === span.start && word.end === span.end);
    const known = found[at];
    if (known === undefined || known.start == null) found.push(span);
    else found[at] = { ...known, p_without: span.p_without ?? null };
  }
  return found;
}
