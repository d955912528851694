export type Language = "ko" | "en";

const KEY = "imfact.language";

/** The reader's own choice, else the browser's language, else Korean. */
export function firstLanguage(
  stored: string | null = read(),
  browser: readonly string[] = navigator.languages,
): Language {
  if (stored === "ko" || stored === "en") return stored;
  const first = browser.find((tag) => /^(ko|en)\b/iu.test(tag));
  return first !== undefined && /^en/iu.test(first) ? "en" : "ko";
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage may be switched off; the switch then lasts for one visit
  }
}

export function remember(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // see read()
  }
}
