import type { QualityFigure, SignalName } from "../api/types";
import type { Language } from "../i18n/languages";
import { SIGNALS } from "./reasons";

/** Figures are told with three decimals and no leading zero, as in the model cards: .874 */
export function decimal(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./u, "$1.");
}

/** A count with its thousands apart. */
export const grouped = (n: number, language: Language): string => n.toLocaleString(language);

/** The signals that have figures, each with its own. */
export function figuresBySignal(
  figures: readonly QualityFigure[],
): { readonly signal: SignalName; readonly figures: readonly QualityFigure[] }[] {
  return SIGNALS.map((signal) => ({
    signal,
    figures: figures.filter((figure) => figure.signal === signal),
  })).filter((group) => group.figures.length > 0);
}
