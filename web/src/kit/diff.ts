/** A piece of a headline that stayed, went or came. */
export interface Change {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

/** Words with the white space before them, so that blanks never count as something in common. */
const words = (text: string): string[] => text.match(/\s*[^\s]+/gu) ?? [];
const same = (a: string | undefined, b: string | undefined): boolean => a?.trim() === b?.trim();

/** Lengths of the longest common subsequences of every pair of tails. */
function tails(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i] ?? [];
      row[j] = same(a[i], b[j])
        ? 1 + (table[i + 1]?.[j + 1] ?? 0)
        : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

/** What changed between two headlines, word by word, neighbours of one kind joined. */
export function diff(before: string, after: string): Change[] {
  const [a, b] = [words(before), words(after)];
  const table = tails(a, b);
  const changes: Change[] = [];
  const add = (kind: Change["kind"], text: string) => {
    const last = changes.at(-1);
    if (last?.kind === kind) changes[changes.length - 1] = { kind, text: last.text + text };
    else changes.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && same(a[i], b[j])) {
      add("same", b[j] ?? "");
      i++;
      j++;
    } else if (i < a.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? -1)) {
      add("gone", a[i++] ?? "");
    } else if (j < b.length) {
      add("new", b[j++] ?? "");
    } else {
      add("gone", a[i++] ?? "");
    }
  }
  return changes;
}
