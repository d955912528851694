import { useEffect, useRef, useState } from "react";
import { useI18n } from "../i18n/context";
import styles from "./SearchField.module.css";
import { focusSearch, searchFieldId } from "./searchField";

const PAUSE_MS = 350;
const LONGEST = 500;

interface Props {
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

/** One field. It searches after a pause in the typing, or at once on Enter. */
export function SearchField({ q, onSearch }: Props) {
  const { t } = useI18n();
  const [text, setText] = useState(q);
  const [known, setKnown] = useState(q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // An example or the back button changes q from outside; typing has set `known` to it already.
  if (q !== known) {
    setKnown(q);
    setText(q);
  }
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const search = (value: string) => {
    clearTimeout(timer.current);
    setKnown(value.trim());
    onSearch(value.trim());
  };
  return (
    <form
      role="search"
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        search(text);
        document.getElementById(searchFieldId)?.blur(); // so that j and k move through the hits
      }}
    >
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className={styles.glass}>
        <path d="M8.5 2.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM13 13l4.5 4.5" />
      </svg>
      <input
        id={searchFieldId}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={t.search.label}
        placeholder={t.search.placeholder}
        autoComplete="off"
        maxLength={LONGEST}
        value={text}
        onChange={(event) => {
          const { value } = event.target;
          setText(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            search(value);
          }, PAUSE_MS);
        }}
      />
      {text !== "" && (
        <button
          type="button"
          className={styles.clear}
          onClick={() => {
            setText("");
            search("");
            focusSearch();
          }}
        >
          {t.search.clear}
        </button>
      )}
    </form>
  );
}
