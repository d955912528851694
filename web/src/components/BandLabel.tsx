import type { Band } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./BandLabel.module.css";
import { BandSign } from "./BandSign";

interface Props {
  readonly band: Band;
  /** The words of one signal instead of the verdict's. */
  readonly words?: Readonly<Record<Band, string>>;
}

export function BandLabel({ band, words }: Props) {
  const { t } = useI18n();
  return (
    <span className={`${styles.label} ${band}`}>
      <BandSign band={band} />
      {(words ?? t.band)[band]}
    </span>
  );
}
