import type { Band } from "../api/types";
import type { Marks } from "../kit/geometry";
import { BandLabel } from "./BandLabel";
import styles from "./Strip.module.css";

/** What the three stretches of the scale are called, each in its middle. */
export function StripNames({ marks }: { readonly marks: Marks }) {
  const stretches: readonly [Band, number, number][] = [
    ["suspected", 0, marks.unsureFrom],
    ["unsure", marks.unsureFrom, marks.unsureTo],
    ["low", marks.unsureTo, 100],
  ];
  return (
    <div className={styles.names} aria-hidden="true">
      {stretches.map(([band, from, to]) => (
        <span key={band} style={{ left: `${from}%`, width: `${to - from}%` }}>
          <BandLabel band={band} />
        </span>
      ))}
    </div>
  );
}
