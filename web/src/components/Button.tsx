import type { ReactNode } from "react";
import styles from "./Button.module.css";

interface Props {
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly lang?: string;
  readonly children: ReactNode;
}

export function Button({ onClick, disabled = false, lang, children }: Props) {
  return (
    <button
      type="button"
      className={styles.button}
      onClick={onClick}
      disabled={disabled}
      lang={lang}
    >
      {children}
    </button>
  );
}
