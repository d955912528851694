import type { ArticleItem } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./OriginalLink.module.css";
import { External } from "./External";

/** We send readers to the outlet: the link stands as large as anything else on the page. */
export function OriginalLink({ article }: { readonly article: ArticleItem }) {
  const { t, say } = useI18n();
  const { source, url } = article;
  return (
    <p className={styles.original}>
      <External href={url}>{t.article.original(say(source.name, source.name_en ?? ""))}</External>
    </p>
  );
}
