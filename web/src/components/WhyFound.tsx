import type { SearchItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { findWords } from "../kit/words";
import { Headline } from "./Headline";
import styles from "./WhyFound.module.css";

/** Why a hit is here: near in meaning, and by which sentence, or by the words in it. */
export function WhyFound({ item, q }: { readonly item: SearchItem; readonly q: string }) {
  const { t } = useI18n();
  const { matched, passage } = item;
  const byMeaning = matched.includes("vector");
  if (passage === null) return null;
  const byBoth = byMeaning && matched.includes("text");
  const label = byBoth ? t.search.whyBoth : byMeaning ? t.search.whyVector : t.search.whyText;
  return (
    <p className={styles.why}>
      <span className={styles.label}>
        {t.search.why} — {label}
      </span>
      <Headline title={passage} highlights={findWords(q, passage)} />
    </p>
  );
}
