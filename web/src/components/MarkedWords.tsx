import { useId, useRef, useState, type ReactNode } from "react";
import type { TitleMark } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./Headline.module.css";
import { Tip } from "./Tip";

interface Props {
  readonly marks: readonly TitleMark[];
  readonly indices: readonly number[];
  readonly interactive: boolean;
  readonly children: ReactNode;
}

/** Without a tactic these speak for the headline. */
const QUIET: ReadonlySet<TitleMark["kind"]> = new Set(["lexicon", "rule"]);

/** Words with a wavy line under them; what they do is told on hover, focus and tap. */
export function MarkedWords({ marks, indices, interactive, children }: Props) {
  const { t, say } = useI18n();
  const [open, setOpen] = useState<DOMRect | null>(null);
  const words = useRef<HTMLElement>(null);
  const id = useId();
  const show = () => {
    setOpen(words.current?.getClientRects()[0] ?? null);
  };
  const hide = () => {
    setOpen(null);
  };
  const name = ({ kind, tactic }: TitleMark) => {
    if (kind === "missing") return t.article.missingHere;
    if (kind === "contradicting") return t.article.turnedHere;
    if (tactic !== null) return t.tactic[tactic];
    return kind === "span" ? t.article.reacts : t.article.steadying;
  };
  const names = [...new Set(marks.map(name))].join(" · ");
  const steadying = marks.every(({ kind, tactic }) => tactic === null && QUIET.has(kind));
  const notes = [...new Set(marks.map((m) => say(m.note_ko, m.note_en)))].filter((n) => n !== "");
  const focusable = interactive
    ? { role: "button", tabIndex: 0, onFocus: show, onBlur: hide, onClick: show }
    : {};
  return (
    <>
      <span
        ref={words}
        className={steadying ? styles.steadying : styles.mark}
        data-marks={indices.join(" ")}
        aria-describedby={open === null ? undefined : id}
        onPointerEnter={show}
        onPointerLeave={hide}
        onKeyDown={(event) => {
          if (event.key === "Escape") hide();
        }}
        {...focusable}
      >
        {children}
      </span>
      {open !== null && (
        <Tip id={id} x={open.left + open.width / 2} y={open.top}>
          <strong>{names}</strong>
          {interactive && notes.map((note) => <div key={note}>{note}</div>)}
        </Tip>
      )}
    </>
  );
}
