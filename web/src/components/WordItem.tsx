import type { Band, Reason } from "../api/types";
import { useI18n } from "../i18n/context";
import { percent } from "../kit/percent";
import { lowers } from "../kit/reasons";
import styles from "./Evidence.module.css";

interface Props {
  readonly reason: Reason;
  readonly band: Band | null;
  /** `p_clickbait` of the whole headline. */
  readonly p: number;
}

/** A word of the headline: what it does, and what the probability would be without it. */
export function WordItem({ reason, band, p }: Props) {
  const { t, say } = useI18n();
  const tactic = reason.tactic ?? null;
  const steadying = lowers(reason, p);
  const plain = reason.kind === "span" ? t.article.reacts : t.tactic.other;
  const name = steadying ? t.article.steadying : tactic === null ? plain : t.tactic[tactic];
  const without = reason.p_without ?? null;
  // A span's note says in words what the probability without it says.
  const told = reason.kind !== "span" || without === null;
  return (
    <li className={styles.word}>
      <span className={`${styles.tactic} ${steadying ? "low" : (band ?? "plain")}`}>{name}</span>
      <q lang="ko">{reason.start == null ? t.article.wholeTitle : reason.text}</q>
      {told && <span className={styles.why}>{say(reason.note_ko, reason.note_en)}</span>}
      {without !== null && (
        <span className={styles.without}>{t.article.withoutSpan(percent(p), percent(without))}</span>
      )}
    </li>
  );
}
