import { expect, it } from "vitest";
import { en } from "./en";
import { ko } from "./ko";
import { firstLanguage } from "./languages";

/** Every text by its path; functions are called with numbers and words alike. */
function flatten(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function")
    return [[path, (value as (...a: number[]) => string)(2, 3, 4, 5)]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    flatten(inner, `${path}.${key}`),
  );
}

const korean = new Map(flatten(ko));
const english = new Map(flatten(en));
// Examples are Korean headlines and queries in both languages; articles are Korean.
const STAYS_KOREAN = /\.examples?\b|exampleTitles|headlineHint/u;

it("says everything in both languages", () => {
  expect([...english.keys()]).toEqual([...korean.keys()]);
  for (const [path, text] of [...korean, ...english]) expect(text.trim(), path).not.toBe("");
});

it("has no Korean left in the English and no untranslated sentence", () => {
  for (const [path, text] of english) {
    if (STAYS_KOREAN.test(path)) continue;
    expect(text, path).not.toMatch(/[가-힣]/u);
    expect(text, path).not.toBe(korean.get(path));
  }
});

it("never accuses", () => {
  for (const [path, text] of korean) expect(text, path).not.toMatch(/가짜|거짓/u);
  for (const [path, text] of english) expect(text, path).not.toMatch(/fake|\blie/iu);
});

it("takes the stored language, else the browser's first that we speak, else Korean", () => {
  expect(firstLanguage("en", ["ko-KR"])).toBe("en");
  expect(firstLanguage(null, ["fr-FR", "en-US", "ko"])).toBe("en");
  expect(firstLanguage(null, ["ko-KR", "en"])).toBe("ko");
  expect(firstLanguage(null, ["fr"])).toBe("ko");
  expect(firstLanguage("xx", ["en"])).toBe("en");
});
