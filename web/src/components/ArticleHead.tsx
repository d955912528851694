import type { ArticleDetail } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./ArticleHead.module.css";
import { External } from "./External";
import { Headline } from "./Headline";
import { Meta } from "./Meta";

export function ArticleHead({ detail }: { readonly detail: ArticleDetail }) {
  const { t, say } = useI18n();
  const { article, author, paywalled } = detail;
  return (
    <header>
      <div className={styles.line}>
        <Meta article={article} />
        {author !== null && (
          <span lang="ko" className={styles.more}>
            {t.article.by(author)}
          </span>
        )}
        {paywalled && <span className={styles.more}>{t.article.paywalled}</span>}
      </div>
      <h1 className={styles.title}>
        <Headline
          title={article.title}
          marks={article.verdict?.marks ?? []}
          band={article.verdict?.band}
          interactive
        />
      </h1>
      <p className={styles.original}>
        <External href={article.url}>
          {t.article.original(say(article.source.name, article.source.name_en ?? ""))}
        </External>
      </p>
    </header>
  );
}
