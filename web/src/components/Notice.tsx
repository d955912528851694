import type { ReactNode } from "react";
import styles from "./Notice.module.css";

interface Props {
  readonly title: string;
  readonly hint?: string;
  readonly role?: "status" | "alert";
  /** Whether the notice is all that the page holds. */
  readonly page?: boolean;
  readonly children?: ReactNode;
}

/** An empty, failed or missing state: what it is, what to do. */
export function Notice({ title, hint, role = "status", page = false, children }: Props) {
  const Title = page ? "h1" : "p";
  return (
    <div className={styles.notice} role={role}>
      <svg width="96" height="16" viewBox="0 0 96 16" aria-hidden="true">
        <path d="M1 8h94M1 5v6M95 5v6" stroke="var(--rule-strong)" />
        <rect x="40" y="3" width="16" height="10" fill="var(--unsure-shade)" />
      </svg>
      <Title className={styles.title}>{title}</Title>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
