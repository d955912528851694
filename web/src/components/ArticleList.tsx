import { useI18n } from "../i18n/context";
import { useArticles } from "../api/queries";
import { inRange, isFiltered, type Filters } from "../kit/filters";
import { ArticleRow } from "./ArticleRow";
import { Failed } from "./Failed";
import { LoadMore } from "./LoadMore";
import { Notice } from "./Notice";
import { RowSkeleton } from "./RowSkeleton";

export function ArticleList({ filters }: { readonly filters: Filters }) {
  const { t } = useI18n();
  const articles = useArticles(filters);
  if (articles.isPending) return <RowSkeleton />;
  if (articles.isError) {
    return (
      <Failed
        error={articles.error}
        retry={() => {
          void articles.refetch();
        }}
      />
    );
  }
  const items = articles.data.pages
    .flatMap((page) => page.items)
    .filter((article) => inRange(filters.range, article.verdict?.trust));
  if (items.length === 0 && !articles.hasNextPage) {
    return isFiltered(filters) ? (
      <Notice title={t.list.empty} hint={t.list.emptyHint} />
    ) : (
      <Notice title={t.list.none} hint={t.list.noneHint} />
    );
  }
  return (
    <section aria-label={t.list.label} aria-busy={articles.isPlaceholderData}>
      {items.map((article) => (
        <ArticleRow key={article.url_hash} article={article} />
      ))}
      <LoadMore
        hasMore={articles.hasNextPage}
        loading={articles.isFetchingNextPage}
        onMore={() => void articles.fetchNextPage()}
      />
    </section>
  );
}
