import type { ArticleItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { CopyList } from "./CopyList";
import { RelatedList } from "./RelatedList";
import styles from "./RowFold.module.css";
import { RowHistory } from "./RowHistory";

/** The opened fold of a list row. */
export function FoldPanel({ article }: { readonly article: ArticleItem }) {
  const { t } = useI18n();
  const { copies, story } = article;
  return (
    <>
      {copies.count > 0 && (
        <section className={styles.group}>
          <h3>{t.article.copies}</h3>
          <CopyList copies={copies} title={article.title} />
        </section>
      )}
      {story !== null && (
        <section className={styles.group}>
          <h3>{t.article.story}</h3>
          <RelatedList items={story.items} />
          {story.count > story.items.length && (
            <p className={styles.note}>{t.article.storyMore(story.items.length, story.count)}</p>
          )}
        </section>
      )}
      {article.revision_count > 1 && (
        <section className={styles.group}>
          <h3>{t.article.history}</h3>
          <RowHistory urlHash={article.url_hash} />
        </section>
      )}
    </>
  );
}
