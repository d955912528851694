import { useRef } from "react";
import type { Reason } from "../api/types";
import { placeOf } from "../kit/reasons";
import styles from "./Evidence.module.css";
import { litKey, useLit } from "./lit";

interface Props {
  readonly reason: Reason;
  readonly label: string;
  readonly linked: boolean;
  /** It does not carry the headline or does not belong. */
  readonly apart?: boolean;
}

/** A sentence of the body; pressing it lights its place where the text stands on the page. */
export function SentenceButton({ reason, label, linked, apart = false }: Props) {
  const { key, light } = useLit();
  const button = useRef<HTMLButtonElement>(null);
  const place = placeOf(reason);
  const look = apart ? `${styles.sentence} ${styles.apart}` : styles.sentence;
  if (!linked || place === null) {
    return (
      <div className={look}>
        <span className={styles.label}>{label}</span>
        <span lang="ko">{reason.text}</span>
      </div>
    );
  }
  const here = litKey(...place);
  return (
    <button
      ref={button}
      type="button"
      className={look}
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
  );
}
