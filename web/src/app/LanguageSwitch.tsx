import { useI18n } from "../i18n/context";
import type { Language } from "../i18n/languages";
import styles from "./Header.module.css";

const LANGUAGES: readonly { code: Language; short: string; name: string }[] = [
  { code: "ko", short: "KO", name: "한국어" },
  { code: "en", short: "EN", name: "English" },
];

export function LanguageSwitch() {
  const { t, language, setLanguage } = useI18n();
  return (
    <div role="group" aria-label={t.nav.language} className={styles.languages}>
      {LANGUAGES.map(({ code, short, name }) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={language === code}
          onClick={() => {
            setLanguage(code);
          }}
        >
          <span aria-hidden="true">{short}</span>
          <span className="hidden">{name}</span>
        </button>
      ))}
    </div>
  );
}
