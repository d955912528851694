import { BANDS, type Today } from "../api/types";
import { useI18n } from "../i18n/context";
import { day } from "../kit/time";
import page from "../pages/Page.module.css";
import { BandSign } from "./BandSign";
import styles from "./TodayHeading.module.css";

/** The day, how many headlines, and how many in each band. */
export function TodayHeading({ today }: { readonly today: Today | undefined }) {
  const { t, language } = useI18n();
  const date = today?.day == null ? null : day(today.day, language);
  const older = today !== undefined && date !== null && !today.is_today;
  return (
    <header>
      <div className={page.head}>
        <h1>
          {older ? t.today.titleOf(date) : t.today.title}
          {today && <span className={styles.count}> {t.today.count(today.points.length)}</span>}
        </h1>
        {date !== null && !older && <p className={styles.date}>{date}</p>}
        {today && today.points.length > 0 && (
          <ul className={styles.bands}>
            {[...BANDS].reverse().map((band) => (
              <li key={band} className={band} title={t.band[band]}>
                <BandSign band={band} />
                <span className="hidden">{t.band[band]}</span>
                {today.counts[band] ?? 0}
              </li>
            ))}
          </ul>
        )}
      </div>
      {older && <p className={page.lead}>{t.today.notToday}</p>}
    </header>
  );
}
