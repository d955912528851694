import type { ArticleItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { ago, full } from "../kit/time";
import styles from "./Meta.module.css";

/** Source · section · time. */
export function Meta({ article }: { readonly article: ArticleItem }) {
  const { language, say } = useI18n();
  const { source, section, published_at } = article;
  return (
    <p className={styles.meta}>
      <span className={styles.source}>{say(source.name, source.name_en ?? "")}</span>
      {section !== null && <span lang="ko">{section}</span>}
      {published_at !== null && (
        <time dateTime={published_at} title={full(published_at, language)}>
          {ago(published_at, language)}
        </time>
      )}
    </p>
  );
}
