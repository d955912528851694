import { BANDS, type Band } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./Filters.module.css";
import { BandSign } from "./BandSign";

interface Props {
  readonly band: Band | null;
  readonly onChange: (band: Band | null) => void;
}

/** All, or one of the bands. */
export function BandChips({ band, onChange }: Props) {
  const { t } = useI18n();
  return (
    <div role="group" aria-label={t.filter.band} className={styles.chips}>
      {[null, ...BANDS].map((one) => (
        <button
          key={one ?? "all"}
          type="button"
          className={styles.chip}
          aria-pressed={band === one}
          onClick={() => {
            onChange(one);
          }}
        >
          {one !== null && <BandSign band={one} />}
          {one === null ? t.filter.all : t.band[one]}
        </button>
      ))}
    </div>
  );
}
