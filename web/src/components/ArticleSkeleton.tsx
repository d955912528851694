import { useI18n } from "../i18n/context";
import page from "../pages/Page.module.css";
import styles from "./ArticleSkeleton.module.css";
import bars from "./Skeleton.module.css";
import block from "./VerdictBlock.module.css";

/** The layout of an article before it comes. */
export function ArticleSkeleton() {
  const { t } = useI18n();
  return (
    <div className={page.read} role="status">
      <span className="hidden">{t.state.loading}</span>
      <div aria-hidden="true">
        <div className={`${bars.bar} ${bars.short}`} />
        <div className={`${bars.bar} ${styles.title}`} />
        <div className={`${bars.bar} ${styles.title} ${styles.half}`} />
        <div className={block.block}>
          <div className={`${bars.bar} ${bars.short}`} />
          <div className={`${bars.bar} ${bars.gauge}`} />
          <div className={`${bars.bar} ${bars.long}`} />
        </div>
        <div className={styles.body}>
          {[92, 100, 96, 88, 60].map((width) => (
            <div key={width} className={bars.bar} style={{ width: `${width}%` }} />
          ))}
        </div>
      </div>
    </div>
  );
}
