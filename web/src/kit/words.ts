import { codePoints } from "./codepoints";

/** Where the words of a query stand in a text, in code points as the API counts. */
export function findWords(query: string, text: string): [number, number][] {
  const words = [
    ...new Set(
      query
        .toLowerCase()
        .split(/\s+/u)
        .filter((w) => w !== ""),
    ),
  ];
  const lower = text.toLowerCase();
  // Lower case changes the length of a few letters; offsets would then point astray.
  if (lower.length !== text.length) return [];
  const found: [number, number][] = [];
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      const start = codePoints(text.slice(0, at));
      found.push([start, start + codePoints(word)]);
    }
  }
  return found.sort((a, b) => a[0] - b[0]);
}
