import type { SourceItem } from "../api/types";
import { SORTS, type Sort } from "../api/types";
import { useI18n } from "../i18n/context";
import { isFiltered, NO_FILTERS, type Filters } from "../kit/filters";
import { BandChips } from "./BandChips";
import styles from "./Filters.module.css";
import { Select } from "./Select";

interface Props {
  readonly filters: Filters;
  readonly onChange: (change: Partial<Filters>) => void;
  readonly sections: readonly string[];
  readonly sources: readonly SourceItem[];
  /** A search keeps its own order. */
  readonly sortable?: boolean;
}

export function FilterBar({ filters, onChange, sections, sources, sortable = true }: Props) {
  const { t, say } = useI18n();
  const { range } = filters;
  return (
    <div role="group" aria-label={t.filter.label} className={styles.bar}>
      <BandChips
        band={filters.band}
        onChange={(band) => {
          onChange({ band });
        }}
      />
      <div className={styles.selects}>
        {sections.length > 0 && (
          <Select
            label={t.filter.section}
            value={filters.section ?? ""}
            options={[
              { value: "", label: t.filter.allSections },
              ...sections.map((name) => ({ value: name, label: name, lang: "ko" })),
            ]}
            onChange={(section) => {
              onChange({ section: section === "" ? null : section });
            }}
          />
        )}
        {sources.length > 0 && (
          <Select
            label={t.filter.source}
            value={filters.source ?? ""}
            options={[
              { value: "", label: t.filter.allSources },
              ...sources.map((s) => ({ value: s.slug, label: say(s.name, s.name_en ?? "") })),
            ]}
            onChange={(source) => {
              onChange({ source: source === "" ? null : source });
            }}
          />
        )}
        {sortable && (
          <Select
            label={t.filter.sort}
            value={filters.sort}
            options={SORTS.map((sort) => ({ value: sort, label: t.filter[sort] }))}
            onChange={(sort) => {
              onChange({ sort: sort as Sort });
            }}
          />
        )}
      </div>
      {isFiltered(filters) && (
        <div className={styles.active} aria-live="polite">
          {range !== null && <span>{t.today.range(range.from, range.to)}</span>}
          <button
            type="button"
            className={styles.reset}
            onClick={() => {
              onChange(NO_FILTERS);
            }}
          >
            {t.filter.reset}
          </button>
        </div>
      )}
    </div>
  );
}
