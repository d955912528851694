import type { Band } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./BandLabel.module.css";
import { BandSign } from "./BandSign";

export function BandLabel({ band }: { readonly band: Band }) {
  const { t } = useI18n();
  return (
    <span className={`${styles.label} ${band}`}>
      <BandSign band={band} />
      {t.band[band]}
    </span>
  );
}
