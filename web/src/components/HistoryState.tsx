import type { RevisionItem } from "../api/types";
import { useI18n } from "../i18n/context";
import type { State } from "../kit/history";
import { full } from "../kit/time";
import { HeadlineChange } from "./HeadlineChange";
import styles from "./History.module.css";
import { RowVerdict } from "./RowVerdict";
import rows from "./ScoredRows.module.css";
import { verdictOf } from "./verdictOf";

interface Props {
  readonly state: State<RevisionItem>;
  /** The headline that the article has now. */
  readonly current: boolean;
}

/** One state: when it was seen, what changed, and how that was judged. */
export function HistoryState({ state, current }: Props) {
  const { t, language, say } = useI18n();
  const { revision, what, before, ordinal } = state;
  const first = what === "first" ? t.article.historyFirst : t.article.historyNumber(ordinal);
  const name = what === "body" ? t.article.bodyRevised : first;
  const sentence = say(revision.sentence_ko, revision.sentence_en);
  return (
    <li className={rows.row} data-revision={what}>
      <div className={rows.text}>
        <p className={rows.meta}>
          <span className={rows.name}>{name}</span>
          {current && what !== "first" && <span>{t.article.historyNow}</span>}
          {what === "both" && <span>{t.article.bodyToo}</span>}
          <time dateTime={revision.seen_at}>{full(revision.seen_at, language)}</time>
        </p>
        {what === "body" ? (
          <p className={styles.bodyOnly}>{t.article.historyBodyNote}</p>
        ) : (
          <p lang="ko" className={rows.title}>
            <HeadlineChange before={before} after={revision.title} />
          </p>
        )}
        {sentence !== "" && <p className={styles.sentence}>{sentence}</p>}
      </div>
      <RowVerdict verdict={verdictOf(revision)} />
    </li>
  );
}
