import { codePoints, toUtf16 } from "./codepoints";

/** A stretch of a text in code points, end exclusive, with what it means. */
export interface Span<T> {
  readonly start: number;
  readonly end: number;
  readonly value: T;
}

/** A piece of the text that is covered by the same spans from its first to its last letter. */
export interface Segment<T> {
  readonly text: string;
  readonly covering: readonly T[];
}

/** Cuts a text at every edge of its spans, so that overlapping spans need no nesting. */
export function split<T>(text: string, spans: readonly Span<T>[]): Segment<T>[] {
  const index = toUtf16(text);
  const inUnits = spans
    .map(({ start, end, value }) => ({ start: index(start), end: index(end), value }))
    .filter(({ start, end }) => end > start);
  const edges = new Set([0, text.length]);
  for (const { start, end } of inUnits) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1] ?? text.length;
    return {
      text: text.slice(from, to),
      covering: inUnits.filter((s) => s.start <= from && s.end >= to).map((s) => s.value),
    };
  });
}

/** A paragraph of a body and where it begins, in code points. */
export interface Paragraph {
  readonly text: string;
  readonly start: number;
}

export function paragraphs(body: string): Paragraph[] {
  let start = 0;
  const found: Paragraph[] = [];
  for (const line of body.split("\n")) {
    if (line.trim() !== "") found.push({ text: line, start });
    start += codePoints(line) + 1;
  }
  return found;
}

/** The spans that touch a paragraph, moved to its own offsets. */
export function within<T>(paragraph: Paragraph, spans: readonly Span<T>[]): Span<T>[] {
  const length = codePoints(paragraph.text);
  return spans
    .map((s) => ({ ...s, start: s.start - paragraph.start, end: s.end - paragraph.start }))
    .filter((s) => s.end > 0 && s.start < length);
}
