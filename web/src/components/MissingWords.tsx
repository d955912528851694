import { useId } from "react";
import type { Reason } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./Evidence.module.css";

/** Words and numbers of the headline that the body lacks. */
export function MissingWords({ reasons }: { readonly reasons: readonly Reason[] }) {
  const { t } = useI18n();
  const id = useId();
  const words = [...new Set(reasons.map((reason) => reason.text))];
  return (
    <li>
      <span id={id} className={styles.label}>
        {t.article.missing}
      </span>
      <ul className={styles.chips} aria-labelledby={id}>
        {words.map((word) => (
          <li key={word} lang="ko">
            {word}
          </li>
        ))}
      </ul>
    </li>
  );
}
