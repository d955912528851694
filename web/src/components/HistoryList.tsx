import type { RevisionItem } from "../api/types";
import { states } from "../kit/history";
import { HistoryState } from "./HistoryState";
import scored from "./ScoredRows.module.css";

/** Every state of headline and text, newest first. */
export function HistoryList({ revisions }: { readonly revisions: readonly RevisionItem[] }) {
  const rows = states(revisions);
  const current = rows[0]?.ordinal;
  return (
    <ol className={scored.list}>
      {rows.map((state) => (
        <HistoryState
          key={state.revision.number}
          state={state}
          current={state.ordinal === current && state.what !== "body"}
        />
      ))}
    </ol>
  );
}
