/** What a list row keeps folded, as counts. */
export interface Folded {
  readonly revision_count: number;
  readonly title_changes: number;
  readonly copies: { readonly count: number };
  readonly story: { readonly count: number } | null;
}

export interface FoldWords {
  copies: (n: number) => string;
  story: (n: number) => string;
  changed: (n: number) => string;
  edited: (n: number) => string;
}

/** "같은 글 2건", "같은 사건 3건", "제목 변경 1회": what there is, in the order it unfolds. */
export function foldWords(row: Folded, words: FoldWords): string[] {
  const edits = row.revision_count - 1;
  const said = [
    row.copies.count > 0 && words.copies(row.copies.count),
    row.story !== null && words.story(row.story.count),
    row.title_changes > 0 && words.changed(row.title_changes),
    row.title_changes === 0 && edits > 0 && words.edited(edits),
  ];
  return said.filter((one) => one !== false);
}
