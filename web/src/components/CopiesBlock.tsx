import type { ArticleItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { CopyList } from "./CopyList";
import { Section } from "./Section";

/** The outlets that carry this very text. */
export function CopiesBlock({ article }: { readonly article: ArticleItem }) {
  const { t } = useI18n();
  if (article.copies.count === 0) return null;
  return (
    <Section title={t.article.copies} note={t.article.copiesNote}>
      <CopyList copies={article.copies} title={article.title} />
    </Section>
  );
}
