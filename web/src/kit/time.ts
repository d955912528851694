import type { Language } from "../i18n/languages";

const ZONE = "Asia/Seoul";
const LOCALE: Record<Language, string> = { ko: "ko-KR", en: "en-GB" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function format(at: Date, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE[language], { timeZone: ZONE, ...options }).format(at);
}

const year = (at: Date): string => format(at, "en", { year: "numeric" });

/** "12분 전" up to a day, a date in Seoul after that; the year only where it is another one. */
export function ago(iso: string, language: Language, now: Date = new Date()): string {
  const at = new Date(iso);
  const passed = now.getTime() - at.getTime();
  if (passed >= 0 && passed < DAY) {
    const relative = new Intl.RelativeTimeFormat(LOCALE[language], {
      numeric: passed < MINUTE ? "auto" : "always",
    });
    if (passed < MINUTE) return language === "ko" ? "방금" : "just now";
    if (passed < HOUR) return relative.format(-Math.floor(passed / MINUTE), "minute");
    return relative.format(-Math.floor(passed / HOUR), "hour");
  }
  const sameYear = year(at) === year(now);
  return format(at, language, {
    month: language === "ko" ? "long" : "short",
    day: "numeric",
    ...(sameYear ? {} : { year: "numeric" }),
  });
}

/** Date and time in Seoul, for tooltips and histories. */
export function full(iso: string, language: Language): string {
  return format(new Date(iso), language, { dateStyle: "long", timeStyle: "short" });
}

/** "11월 24일 화요일" from a plain date. */
export function day(isoDate: string, language: Language): string {
  const noon = new Date(`${isoDate}T12:00:00+09:00`);
  return format(noon, language, { month: "long", day: "numeric", weekday: "long" });
}
