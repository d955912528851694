import type { RevisionItem } from "../api/types";
import { states } from "../kit/history";
import styles from "./History.module.css";
import { HistoryState } from "./HistoryState";

/** Every state of headline and text, newest first. */
export function HistoryList({ revisions }: { readonly revisions: readonly RevisionItem[] }) {
  const rows = states(revisions);
  const current = rows[0]?.ordinal;
  return (
    <ol className={styles.list}>
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
