import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ArticleItem } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./ArticleRow.module.css";
import { Headline } from "./Headline";
import { Meta } from "./Meta";
import { ROW_LINK, rememberOpened } from "./rows";
import { RowFold } from "./RowFold";
import { RowVerdict } from "./RowVerdict";

interface Props {
  readonly article: ArticleItem;
  readonly highlights?: readonly (readonly [number, number])[];
  /** What stands under the sentence: why a search found this. */
  readonly children?: ReactNode;
}

export function ArticleRow({ article, highlights = [], children }: Props) {
  const { t, say } = useI18n();
  const { verdict } = article;
  return (
    <article className={styles.row}>
      <div className={styles.meta}>
        <Meta article={article} />
      </div>
      <h2 className={styles.title}>
        <Link
          to={`/article/${article.url_hash}`}
          {...{ [ROW_LINK]: article.url_hash }}
          onClick={() => {
            rememberOpened(article.url_hash);
          }}
        >
          <Headline
            title={article.title}
            marks={verdict?.marks ?? []}
            band={verdict?.band}
            highlights={highlights}
          />
        </Link>
      </h2>
      <RowVerdict verdict={verdict} />
      <div className={styles.words}>
        <p className={styles.sentence}>
          {verdict?.tactic != null && <strong>{t.tactic[verdict.tactic]}</strong>}
          {verdict === null ? t.noVerdictWhy : say(verdict.sentence_ko, verdict.sentence_en)}
        </p>
        {children}
      </div>
      <RowFold article={article} />
    </article>
  );
}
