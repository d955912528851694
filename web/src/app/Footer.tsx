import { useI18n } from "../i18n/context";
import styles from "./Footer.module.css";

export function Footer() {
  const { t } = useI18n();
  return (
    <footer className={styles.footer}>
      <div className={styles.inner}>
        <p>{t.footer.scope}</p>
        <p className={styles.keys} aria-hidden="true">
          <kbd>/</kbd> <kbd>j</kbd> <kbd>k</kbd> <kbd>Enter</kbd> {t.footer.keys}
        </p>
      </div>
    </footer>
  );
}
