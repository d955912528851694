import type { RelatedItem } from "../api/types";
import { RelatedRow } from "./RelatedRow";
import rows from "./ScoredRows.module.css";

interface Props {
  readonly items: readonly RelatedItem[];
  /** The article that the page is about; it leads the list and is no link. */
  readonly current?: RelatedItem;
}

/** Headlines of one event one above the other, their gauges on the same scale. */
export function RelatedList({ items, current }: Props) {
  return (
    <ul className={`${rows.list} ${rows.dense}`}>
      {current !== undefined && <RelatedRow item={current} current />}
      {items.map((item) => (
        <RelatedRow key={item.url_hash} item={item} />
      ))}
    </ul>
  );
}
