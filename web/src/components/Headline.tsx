import { Fragment } from "react";
import type { Band, TitleMark } from "../api/types";
import { split, type Span } from "../kit/spans";
import styles from "./Headline.module.css";
import { MarkedWords } from "./MarkedWords";

interface Props {
  readonly title: string;
  readonly marks?: readonly TitleMark[];
  readonly band?: Band | undefined;
  /** Words of a search, in code points. */
  readonly highlights?: readonly (readonly [number, number])[];
  /** Marks take the focus themselves (outside of a link only). */
  readonly interactive?: boolean;
}

type Meaning = { readonly mark: TitleMark; readonly index: number } | "found";

/** A headline with the spans that counted underlined, and the words of a search brought out. */
export function Headline(props: Props) {
  const { title, marks = [], band = "low", highlights = [], interactive = false } = props;
  // A mark without a tactic speaks for the headline; a list row leaves it out.
  const shown = interactive ? marks : marks.filter((mark) => mark.tactic !== null);
  const spans: Span<Meaning>[] = [
    ...shown.map((mark, index) => ({ start: mark.start, end: mark.end, value: { mark, index } })),
    ...highlights.map(([start, end]) => ({ start, end, value: "found" as const })),
  ];
  return (
    <span lang="ko" className={band}>
      {split(title, spans).map((segment, i) => {
        const found = segment.covering.includes("found");
        const inner = found ? <mark className={styles.found}>{segment.text}</mark> : segment.text;
        const covering = segment.covering.filter((m) => m !== "found");
        if (covering.length === 0) return <Fragment key={i}>{inner}</Fragment>;
        return (
          <MarkedWords
            key={i}
            marks={covering.map((c) => c.mark)}
            indices={covering.map((c) => c.index)}
            interactive={interactive}
          >
            {inner}
          </MarkedWords>
        );
      })}
    </span>
  );
}
