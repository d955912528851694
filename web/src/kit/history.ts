/** What a state of an article changed against the one before it. */
export type What = "first" | "headline" | "both" | "body";

interface Revision {
  readonly number: number;
  readonly title: string;
  readonly title_changed: boolean;
  readonly body_changed: boolean;
}

export interface State<R> {
  readonly revision: R;
  readonly what: What;
  /** The headline before; undefined where it did not change. */
  readonly before: string | undefined;
  /** Which headline it is, from 1; a change of the text alone starts no new one. */
  readonly ordinal: number;
}

function whatOf(revision: Revision, i: number): What {
  if (i === 0) return "first";
  if (!revision.title_changed) return "body";
  return revision.body_changed ? "both" : "headline";
}

/** The states of an article, newest first. */
export function states<R extends Revision>(revisions: readonly R[]): State<R>[] {
  const oldestFirst = [...revisions].sort((a, b) => a.number - b.number);
  let ordinal = 1;
  return oldestFirst
    .map((revision, i) => {
      const what = whatOf(revision, i);
      const changed = what === "headline" || what === "both";
      if (changed) ordinal += 1;
      return { revision, what, before: changed ? oldestFirst[i - 1]?.title : undefined, ordinal };
    })
    .reverse();
}
