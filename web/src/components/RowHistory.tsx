import { useArticle } from "../api/queries";
import { useI18n } from "../i18n/context";
import { Failed } from "./Failed";
import { HistoryList } from "./HistoryList";
import skeleton from "./Skeleton.module.css";

/** The history in an opened row; it is fetched only when somebody looks. */
export function RowHistory({ urlHash }: { readonly urlHash: string }) {
  const { t } = useI18n();
  const query = useArticle(urlHash);
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <div role="status">
        <span className="hidden">{t.state.loading}</span>
        <div className={`${skeleton.bar} ${skeleton.head}`} />
        <div className={`${skeleton.bar} ${skeleton.long}`} />
      </div>
    );
  }
  return <HistoryList revisions={query.data.revisions} />;
}
