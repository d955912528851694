import { Notice } from "../components/Notice";
import { useI18n } from "../i18n/context";

/** Drawn instead of a page that threw. A reload is the honest way out. */
export function Crashed() {
  const { t } = useI18n();
  return (
    <Notice title={t.state.crashed}>
      <a href="/">{t.state.home}</a>
    </Notice>
  );
}
