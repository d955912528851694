import { Link, NavLink } from "react-router";
import { useI18n } from "../i18n/context";
import styles from "./Header.module.css";
import { LanguageSwitch } from "./LanguageSwitch";
import { Logo } from "./Logo";

export function Header() {
  const { t } = useI18n();
  const state = ({ isActive }: { isActive: boolean }) =>
    isActive ? `${styles.link} ${styles.active}` : (styles.link ?? "");
  return (
    <header className={styles.header}>
      <div className={styles.inner}>
        <Link to="/" className={styles.brand} aria-label={t.nav.home}>
          <Logo />
          <span translate="no">imfact</span>
        </Link>
        <nav aria-label={t.nav.label} className={styles.nav}>
          <NavLink to="/" end className={state}>
            {t.nav.today}
          </NavLink>
          <NavLink to="/check" className={state}>
            {t.nav.check}
          </NavLink>
          <NavLink to="/search" className={state} aria-keyshortcuts="/">
            {t.nav.search}
            <kbd className={styles.key} aria-hidden="true">
              /
            </kbd>
          </NavLink>
          <NavLink to="/method" className={state}>
            {t.nav.method}
          </NavLink>
        </nav>
        <LanguageSwitch />
      </div>
    </header>
  );
}
