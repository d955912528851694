import { createContext, useContext } from "react";

/** Which sentence of the text is lit, and what to go back to. */
export interface Lit {
  readonly key: string | null;
  /** Lights a sentence and scrolls to it; `from` gets the focus back afterwards. */
  readonly light: (key: string, from: HTMLElement) => void;
  readonly goBack: () => void;
}

export const LitContext = createContext<Lit>({
  key: null,
  light: () => undefined,
  goBack: () => undefined,
});

export const useLit = (): Lit => useContext(LitContext);

/** The name of a stretch of the body, and the id of the place where it begins. */
export const litKey = (start: number, end: number): string => `${start}-${end}`;
export const litId = (key: string): string => `sentence-${key}`;
