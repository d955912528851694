import { useEffect, useRef } from "react";
import { useSources, useToday } from "../api/queries";
import { MODES, type SearchMode } from "../api/types";
import { FilterBar } from "../components/FilterBar";
import { ModeSwitch } from "../components/ModeSwitch";
import { SearchField } from "../components/SearchField";
import { focusSearch } from "../components/searchField";
import { SearchResults } from "../components/SearchResults";
import { SearchStart } from "../components/SearchStart";
import { useAddress } from "../components/useAddress";
import { useTitle } from "../components/useTitle";
import { useI18n } from "../i18n/context";
import { readFilters, writeFilters } from "../kit/filters";
import page from "./Page.module.css";
import styles from "./SearchPage.module.css";

export function SearchPage() {
  const { t } = useI18n();
  const [params, change] = useAddress();
  const sections = useToday().data?.sections ?? [];
  const sources = useSources().data ?? [];
  const q = (params.get("q") ?? "").trim();
  const mode: SearchMode = MODES.find((one) => one === params.get("mode")) ?? "hybrid";
  const filters = readFilters(params);
  useTitle(q === "" ? t.search.title : `${q} · ${t.search.title}`);
  const empty = useRef(q === "");
  // A page opened with a query is for reading; an empty one is for typing.
  useEffect(() => {
    if (empty.current) focusSearch();
  }, []);

  const put = (key: string, value: string) => {
    change((now) => {
      if (value === "") now.delete(key);
      else now.set(key, value);
      return now;
    });
  };
  return (
    <div className={page.wide}>
      <h1 className="hidden">{t.search.title}</h1>
      <SearchField
        q={q}
        onSearch={(text) => {
          put("q", text);
        }}
      />
      <ModeSwitch
        mode={mode}
        onChange={(next) => {
          put("mode", next === "hybrid" ? "" : next);
        }}
      />
      {q === "" ? (
        <SearchStart
          onExample={(text) => {
            put("q", text);
          }}
        />
      ) : (
        <>
          <div className={styles.filters}>
            <FilterBar
              filters={filters}
              onChange={(changed) => {
                change((now) => writeFilters(now, changed));
              }}
              sections={sections}
              sources={sources}
              sortable={false}
            />
          </div>
          <SearchResults q={q} mode={mode} filters={{ ...filters, range: null, sort: "newest" }} />
        </>
      )}
    </div>
  );
}
