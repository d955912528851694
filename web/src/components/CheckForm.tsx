import { useId } from "react";
import { useI18n } from "../i18n/context";
import styles from "./CheckForm.module.css";

export interface Draft {
  readonly title: string;
  readonly body: string;
}

interface Props {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onClear: () => void;
}

export function CheckForm({ draft, onChange, onClear }: Props) {
  const { t } = useI18n();
  const id = useId();
  const empty = draft.title === "" && draft.body === "";
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label htmlFor={`${id}-title`}>{t.check.headline}</label>
      <textarea
        id={`${id}-title`}
        className={styles.title}
        lang="ko"
        rows={2}
        maxLength={1000}
        placeholder={t.check.headlineHint}
        value={draft.title}
        onChange={(event) => {
          // A headline is one line, wherever it was copied from.
          onChange({ ...draft, title: event.target.value.replace(/\s*\n\s*/gu, " ") });
        }}
      />
      <label htmlFor={`${id}-body`}>
        {t.check.body} <span className={styles.optional}>{t.check.optional}</span>
      </label>
      <textarea
        id={`${id}-body`}
        className={styles.body}
        lang="ko"
        rows={5}
        maxLength={100_000}
        placeholder={t.check.bodyHint}
        value={draft.body}
        onChange={(event) => {
          onChange({ ...draft, body: event.target.value });
        }}
      />
      <button type="button" className={styles.clear} onClick={onClear} disabled={empty}>
        {t.check.clear}
      </button>
    </form>
  );
}
