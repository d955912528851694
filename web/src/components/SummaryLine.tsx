import { useRef } from "react";
import { useLit } from "./lit";
import styles from "./Summary.module.css";

interface Props {
  readonly sentence: string;
  /** Where it stands in the text; null where the text is not on the page. */
  readonly place: string | null;
}

export function SummaryLine({ sentence, place }: Props) {
  const { light } = useLit();
  const button = useRef<HTMLButtonElement>(null);
  if (place === null) {
    return (
      <li lang="ko" className={styles.line}>
        {sentence}
      </li>
    );
  }
  return (
    <li lang="ko" className={styles.line}>
      <button
        ref={button}
        type="button"
        data-evidence={place}
        onClick={() => {
          if (button.current) light(place, button.current);
        }}
      >
        {sentence}
      </button>
    </li>
  );
}
