import { useSearch } from "../api/queries";
import type { SearchMode } from "../api/types";
import { useI18n } from "../i18n/context";
import { isFiltered, type Filters } from "../kit/filters";
import { ArticleRow } from "./ArticleRow";
import { Failed } from "./Failed";
import { LoadMore } from "./LoadMore";
import { Notice } from "./Notice";
import { RowSkeleton } from "./RowSkeleton";
import { WhyFound } from "./WhyFound";

interface Props {
  readonly q: string;
  readonly mode: SearchMode;
  readonly filters: Filters;
}

export function SearchResults({ q, mode, filters }: Props) {
  const { t } = useI18n();
  const found = useSearch(q, mode, filters);
  if (found.isPending) return <RowSkeleton rows={4} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const items = found.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    const hint = isFiltered(filters) ? t.search.emptyFilter : t.search.emptyHint;
    return <Notice title={t.search.empty(q)} hint={hint} />;
  }
  return (
    <section aria-label={t.search.results(q)} aria-busy={found.isPlaceholderData}>
      {items.map((item) => (
        <ArticleRow key={item.article.url_hash} article={item.article} highlights={item.highlights}>
          <WhyFound item={item} q={q} />
        </ArticleRow>
      ))}
      <LoadMore
        hasMore={found.hasNextPage}
        loading={found.isFetchingNextPage}
        onMore={() => void found.fetchNextPage()}
      />
    </section>
  );
}
