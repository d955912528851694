import { useId, useRef, useState, type ReactNode } from "react";
import type { Tactic, TitleMark } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./Headline.module.css";
import { Tip } from "./Tip";

interface Props {
  readonly marks: readonly TitleMark[];
  readonly indices: readonly number[];
  readonly interactive: boolean;
  readonly children: ReactNode;
}

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
  const name = (tactic: Tactic | null) =>
    tactic === null ? t.article.steadying : t.tactic[tactic];
  const names = [...new Set(marks.map((m) => name(m.tactic)))].join(" · ");
  const steadying = marks.every((m) => m.tactic === null);
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
