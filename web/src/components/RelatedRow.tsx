import { Link } from "react-router";
import type { RelatedItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { ago, full } from "../kit/time";
import styles from "./Related.module.css";
import { RowVerdict } from "./RowVerdict";
import rows from "./ScoredRows.module.css";
import { verdictOf } from "./verdictOf";

interface Props {
  readonly item: RelatedItem;
  readonly current?: boolean;
}

/** One outlet's headline with its gauge. */
export function RelatedRow({ item, current = false }: Props) {
  const { t, say, language } = useI18n();
  const { source, published_at, title, url_hash } = item;
  return (
    <li className={rows.row} aria-current={current ? "page" : undefined}>
      <div className={rows.text}>
        <p className={rows.meta}>
          <span className={rows.name}>{say(source.name, source.name_en ?? "")}</span>
          {published_at !== null && (
            <time dateTime={published_at} title={full(published_at, language)}>
              {ago(published_at, language)}
            </time>
          )}
          {current && <strong className={styles.here}>{t.article.thisOne}</strong>}
        </p>
        <p lang="ko" className={rows.title}>
          {current ? (
            title
          ) : (
            <Link to={`/article/${url_hash}`} className={styles.link}>
              {title}
            </Link>
          )}
        </p>
      </div>
      <RowVerdict verdict={verdictOf(item)} />
    </li>
  );
}
