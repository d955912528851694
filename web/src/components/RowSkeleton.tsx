import { useI18n } from "../i18n/context";
import row from "./ArticleRow.module.css";
import styles from "./Skeleton.module.css";

/** The layout of the rows before they come. Nothing moves. */
export function RowSkeleton({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useI18n();
  return (
    <div role="status">
      <span className="hidden">{t.state.loading}</span>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={row.row} aria-hidden="true">
          <div className={`${row.meta} ${styles.bar} ${styles.short}`} />
          <div className={`${row.title} ${styles.bar} ${styles.head}`} />
          <div className={row.verdict}>
            <div className={`${styles.bar} ${styles.gauge}`} />
          </div>
          <div className={`${row.words} ${styles.bar} ${styles.long}`} />
        </div>
      ))}
    </div>
  );
}
