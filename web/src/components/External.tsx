import type { ReactNode } from "react";
import { useI18n } from "../i18n/context";

/** A link to another site, in a window of its own. */
export function External({
  href,
  children,
}: {
  readonly href: string;
  readonly children: ReactNode;
}) {
  const { t } = useI18n();
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children} <span aria-hidden="true">↗</span>
      <span className="hidden"> ({t.article.newTab})</span>
    </a>
  );
}
