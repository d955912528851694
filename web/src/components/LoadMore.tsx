import { useEffect, useRef } from "react";
import { useI18n } from "../i18n/context";
import { Button } from "./Button";
import styles from "./LoadMore.module.css";

interface Props {
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly onMore: () => void;
}

/** The next page comes when the end draws near, or when the button is pressed. */
export function LoadMore({ hasMore, loading, onMore }: Props) {
  const { t } = useI18n();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (end.current === null || !hasMore || loading) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) onMore();
      },
      { rootMargin: "480px" },
    );
    observer.observe(end.current);
    return () => {
      observer.disconnect();
    };
  }, [hasMore, loading, onMore]);
  return (
    <div ref={end} className={styles.end}>
      {hasMore ? (
        <Button onClick={onMore} disabled={loading}>
          {loading ? t.list.loadingMore : t.list.more}
        </Button>
      ) : (
        <p>{t.list.end}</p>
      )}
    </div>
  );
}
