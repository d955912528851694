import { useId, useRef, useState, type KeyboardEvent } from "react";
import type { ArticleItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { foldWords } from "../kit/folds";
import { FoldPanel } from "./FoldPanel";
import styles from "./RowFold.module.css";

/** What stands under a row without taking its place: copies, other headlines, earlier ones. */
export function RowFold({ article }: { readonly article: ArticleItem }) {
  const { t } = useI18n();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const what = foldWords(article, t.list);
  if (what.length === 0) return null;
  const turn = (next: boolean) => {
    setOpen(next);
    setSaid((next ? t.list.unfolded : t.list.foldedAway)(what.join(", ")));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    turn(false);
    button.current?.focus();
  };
  return (
    <div className={styles.fold} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          turn(!open);
        }}
      >
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <path d={open ? "M1 5h8" : "M1 5h8M5 1v8"} stroke="currentColor" strokeWidth="1.25" />
        </svg>
        {what.map((one) => (
          <span key={one}>{one}</span>
        ))}
      </button>
      <span className="hidden" role="status">
        {said}
      </span>
      <div id={id} hidden={!open} className={styles.panel}>
        {open && <FoldPanel article={article} />}
      </div>
    </div>
  );
}
