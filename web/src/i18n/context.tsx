import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { en } from "./en";
import { ko, type Messages } from "./ko";
import { firstLanguage, remember, type Language } from "./languages";

interface I18n {
  readonly language: Language;
  readonly t: Messages;
  readonly setLanguage: (language: Language) => void;
  /** Picks the half of a text that the API gives in both languages. */
  readonly say: (ko: string, en: string) => string;
}

const Context = createContext<I18n | null>(null);

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => firstLanguage());
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value: I18n = {
    language,
    t: language === "ko" ? ko : en,
    setLanguage: (next) => {
      remember(next);
      setLanguage(next);
    },
    say: (korean, english) => (language === "ko" || english === "" ? korean : english),
  };
  return <Context value={value}>{children}</Context>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (value === null) throw new Error("useI18n needs a LanguageProvider above it");
  return value;
}
