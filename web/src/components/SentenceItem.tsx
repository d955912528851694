import type { Reason } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./Evidence.module.css";
import { SentenceButton } from "./SentenceButton";

interface Props {
  readonly reason: Reason;
  readonly linked: boolean;
}

/** A sentence of the body that leads to its place. */
export function SentenceItem({ reason, linked }: Props) {
  const { t, say } = useI18n();
  const note = say(reason.note_ko, reason.note_en);
  const { kind } = reason;
  const named = kind === "supporting" || kind === "least_related";
  const apart = kind === "foreign" || kind === "advertising";
  const label = named || apart ? t.article[kind] : note;
  return (
    <li>
      <SentenceButton reason={reason} label={label} linked={linked} apart={apart} />
      {apart && note !== "" && <p className={styles.why}>{note}</p>}
    </li>
  );
}
