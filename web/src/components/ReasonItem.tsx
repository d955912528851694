import { useRef } from "react";
import type { Band, Reason } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./Evidence.module.css";
import { litKey, useLit } from "./lit";

interface Props {
  readonly reason: Reason;
  readonly band: Band;
  readonly linked: boolean;
}

/** One piece of evidence: a word of the headline, or a sentence that leads to its place. */
export function ReasonItem({ reason, band, linked }: Props) {
  const { t, say } = useI18n();
  const { key, light } = useLit();
  const button = useRef<HTMLButtonElement>(null);
  const note = say(reason.note_ko, reason.note_en);
  if (reason.where === "title") {
    const tactic = reason.tactic ?? null;
    return (
      <li className={styles.word}>
        <span className={`${styles.tactic} ${tactic === null ? "low" : band}`}>
          {tactic === null ? t.article.steadying : t.tactic[tactic]}
        </span>
        <q lang="ko">{reason.start == null ? t.article.wholeTitle : reason.text}</q>
        <span className={styles.why}>{note}</span>
      </li>
    );
  }
  const label =
    reason.kind === "supporting" || reason.kind === "least_related" ? t.article[reason.kind] : note;
  const here = reason.start == null || reason.end == null ? null : litKey(reason.start, reason.end);
  if (!linked || here === null) {
    return (
      <li className={styles.sentence}>
        <span className={styles.label}>{label}</span>
        <span lang="ko">{reason.text}</span>
      </li>
    );
  }
  return (
    <li>
      <button
        ref={button}
        type="button"
        className={styles.sentence}
        aria-pressed={key === here}
        data-evidence={here}
        onClick={() => {
          if (button.current) light(here, button.current);
        }}
      >
        <span className={styles.label}>
          {label} <span aria-hidden="true">↓</span>
        </span>
        <span lang="ko">{reason.text}</span>
      </button>
    </li>
  );
}
