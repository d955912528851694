import { useSources, useToday } from "../api/queries";
import { ArticleList } from "../components/ArticleList";
import { FilterBar } from "../components/FilterBar";
import { Strip } from "../components/Strip";
import { StripSkeleton } from "../components/StripSkeleton";
import { TodayHeading } from "../components/TodayHeading";
import { useAddress } from "../components/useAddress";
import { useTitle } from "../components/useTitle";
import { useI18n } from "../i18n/context";
import { readFilters, writeFilters, type Filters } from "../kit/filters";
import page from "./Page.module.css";
import styles from "./TodayPage.module.css";

export function TodayPage() {
  const { t } = useI18n();
  const [params, changeAddress] = useAddress();
  const filters = readFilters(params);
  const today = useToday();
  const sources = useSources();
  const change = (changed: Partial<Filters>) => {
    changeAddress((now) => writeFilters(now, changed));
  };
  useTitle(t.nav.today);
  return (
    <div className={page.wide}>
      <TodayHeading today={today.data} />
      {!today.isError && (
        <div className={styles.strip}>
          {today.data === undefined ? (
            <StripSkeleton />
          ) : (
            today.data.points.length > 0 && (
              <Strip
                today={today.data}
                range={filters.range}
                onRange={(range) => {
                  change({ range: range?.from === 0 && range.to === 100 ? null : range });
                }}
              />
            )
          )}
        </div>
      )}
      <div className={styles.filters}>
        <FilterBar
          filters={filters}
          onChange={change}
          sections={today.data?.sections ?? []}
          sources={sources.data ?? []}
        />
      </div>
      <ArticleList filters={filters} />
    </div>
  );
}
