import type { Summary } from "../api/types";
import { useI18n } from "../i18n/context";
import { Section } from "./Section";
import styles from "./Summary.module.css";

/** A headline that a model suggests, apart from the outlet's own and never in its place. */
export function SuggestedTitle({ summary }: { readonly summary: Summary | null }) {
  const { t } = useI18n();
  const suggested = summary?.suggested_title;
  if (!suggested) return null;
  return (
    <Section title={t.article.suggested} note={t.article.suggestedNote}>
      <p lang="ko" className={styles.suggested} data-testid="suggested-title">
        {suggested}
      </p>
    </Section>
  );
}
