import styles from "./StripSkeleton.module.css";

/** The axis of the strip before its dots. */
export function StripSkeleton() {
  return <div className={styles.plot} aria-hidden="true" />;
}
