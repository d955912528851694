import { MODES, type SearchMode } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./ModeSwitch.module.css";

interface Props {
  readonly mode: SearchMode;
  readonly onChange: (mode: SearchMode) => void;
}

/** Both, words or meaning: a quiet switch with one line that says what it does. */
export function ModeSwitch({ mode, onChange }: Props) {
  const { t } = useI18n();
  return (
    <div className={styles.switch}>
      <div role="group" aria-label={t.search.mode} className={styles.modes}>
        {MODES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={mode === one}
            onClick={() => {
              onChange(one);
            }}
          >
            {t.search.modes[one]}
          </button>
        ))}
      </div>
      <p className={styles.hint}>{t.search.modeHint[mode]}</p>
    </div>
  );
}
