import { Link } from "react-router";
import type { ArticleItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { ago, full } from "../kit/time";
import styles from "./CopyList.module.css";

interface Props {
  readonly copies: ArticleItem["copies"];
  /** The headline they stand beside; only another one is worth the room. */
  readonly title: string;
}

/** Who else carries the text. */
export function CopyList({ copies, title }: Props) {
  const { t, say, language } = useI18n();
  const { items, count } = copies;
  return (
    <>
      <ul className={styles.list}>
        {items.map(({ url_hash, source, published_at, is_original, ...copy }) => (
          <li key={url_hash} className={styles.copy}>
            <Link to={`/article/${url_hash}`}>{say(source.name, source.name_en ?? "")}</Link>
            {published_at !== null && (
              <time dateTime={published_at} title={full(published_at, language)}>
                {ago(published_at, language)}
              </time>
            )}
            {is_original && <span className={styles.first}>{t.article.firstPrinted}</span>}
            {copy.title !== title && (
              <span lang="ko" className={styles.title}>
                {copy.title}
              </span>
            )}
          </li>
        ))}
      </ul>
      {count > items.length && (
        <p className={styles.more}>{t.article.copiesMore(items.length, count)}</p>
      )}
    </>
  );
}
