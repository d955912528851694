import type { Reason } from "../api/types";
import { useI18n } from "../i18n/context";
import { turnedWords } from "../kit/reasons";
import styles from "./Evidence.module.css";
import { SentenceButton } from "./SentenceButton";

interface Props {
  readonly reason: Reason;
  readonly title: string;
  /** Evidence of the contradiction in the headline. */
  readonly turned: readonly Reason[];
  readonly linked: boolean;
}

/** The headline and, beside it, the sentence that says otherwise. */
export function ContradictingItem({ reason, title, turned, linked }: Props) {
  const { t, say } = useI18n();
  const note = say(reason.note_ko, reason.note_en);
  return (
    <li>
      <div className={styles.beside}>
        <p className={styles.said}>
          <span className={styles.label}>{t.article.headlineSays}</span>
          <span lang="ko">
            {turnedWords(title, reason, turned).map(({ text, turned: is }, i) =>
              is ? <strong key={i}>{text}</strong> : <span key={i}>{text}</span>,
            )}
          </span>
        </p>
        <SentenceButton reason={reason} label={t.article.contradicting} linked={linked} apart />
      </div>
      {note !== "" && <p className={styles.why}>{note}</p>}
    </li>
  );
}
