import type { RelatedItem } from "../api/types";
import styles from "./Related.module.css";
import { RelatedRow } from "./RelatedRow";

interface Props {
  readonly items: readonly RelatedItem[];
  /** The article that the page is about; it leads the list and is no link. */
  readonly current?: RelatedItem;
}

/** Headlines of one event one above the other, their gauges on the same scale. */
export function RelatedList({ items, current }: Props) {
  return (
    <ul className={styles.list}>
      {current !== undefined && <RelatedRow item={current} current />}
      {items.map((item) => (
        <RelatedRow key={item.url_hash} item={item} />
      ))}
    </ul>
  );
}
