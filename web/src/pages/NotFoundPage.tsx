import { Link } from "react-router";
import { Notice } from "../components/Notice";
import { useTitle } from "../components/useTitle";
import { useI18n } from "../i18n/context";

export function NotFoundPage() {
  const { t } = useI18n();
  useTitle(t.state.notFound);
  return (
    <Notice title={t.state.notFound} hint={t.state.notFoundHint} page>
      <Link to="/">{t.state.home}</Link>
    </Notice>
  );
}
