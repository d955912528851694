import { useEffect, useRef } from "react";
import { Outlet, ScrollRestoration, useLocation } from "react-router";
import { useI18n } from "../i18n/context";
import { Footer } from "./Footer";
import { Header } from "./Header";
import styles from "./Layout.module.css";
import { useShortcuts } from "./useShortcuts";

export function Layout() {
  const { t } = useI18n();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const last = useRef(pathname);
  useShortcuts();
  // A page that was changed without a load is announced by moving the focus to its beginning.
  useEffect(() => {
    const inside = main.current?.contains(document.activeElement) === true;
    if (last.current !== pathname && !inside) main.current?.focus({ preventScroll: true });
    last.current = pathname;
  }, [pathname]);
  return (
    <>
      <a className={styles.skip} href="#main">
        {t.nav.skip}
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      <Footer />
      <ScrollRestoration />
    </>
  );
}
