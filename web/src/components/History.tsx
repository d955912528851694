import type { RevisionItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { HistoryList } from "./HistoryList";
import { Section } from "./Section";

/** The history of an article's headline as a diff, each state with the score it got. */
export function History({ revisions }: { readonly revisions: readonly RevisionItem[] }) {
  const { t } = useI18n();
  const changed = revisions.some((revision) => revision.title_changed);
  return (
    <Section title={t.article.history} note={changed ? t.article.historyNote : undefined}>
      <HistoryList revisions={revisions} />
    </Section>
  );
}
