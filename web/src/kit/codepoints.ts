/**
 * Offsets of the API count Unicode code points; JavaScript strings count UTF-16 units.
 * An emoji before a mark shifts everything after it by one, so every offset goes through here.
 */
export function toUtf16(text: string): (codePoint: number) => number {
  const starts: number[] = [];
  for (let at = 0; at < text.length;) {
    starts.push(at);
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return (codePoint) => (codePoint <= 0 ? 0 : (starts[codePoint] ?? text.length));
}

/** The length of a text as the API counts it. */
export const codePoints = (text: string): number => Array.from(text).length;

/** The text without the code points from `start` to `end`, spaces closed up. */
export function without(text: string, start: number, end: number): string {
  const index = toUtf16(text);
  return `${text.slice(0, index(start))} ${text.slice(index(end))}`.replace(/\s+/gu, " ").trim();
}
