import { useI18n } from "../i18n/context";
import { Button } from "./Button";
import styles from "./BackToEvidence.module.css";
import { useLit } from "./lit";

/** Floats while a sentence is lit: the way back to what was pressed. */
export function BackToEvidence() {
  const { t } = useI18n();
  const { key, goBack } = useLit();
  if (key === null) return null;
  return (
    <div className={styles.back}>
      <Button onClick={goBack}>↑ {t.article.back}</Button>
    </div>
  );
}
