import { useI18n } from "../i18n/context";
import bars from "./Skeleton.module.css";
import section from "./Section.module.css";

/** The layout of versions and figures before they come. */
export function MethodSkeleton() {
  const { t } = useI18n();
  return (
    <div role="status">
      <span className="hidden">{t.state.loading}</span>
      {[3, 4, 6].map((lines) => (
        <div key={lines} className={section.section} aria-hidden="true">
          <div className={`${bars.bar} ${bars.short}`} />
          {Array.from({ length: lines }, (_, i) => (
            <div key={i} className={`${bars.bar} ${bars.long}`} />
          ))}
        </div>
      ))}
    </div>
  );
}
