import type { Assessment } from "../api/types";
import { useI18n } from "../i18n/context";
import { full } from "../kit/time";
import styles from "./VersionsLine.module.css";

/** What must be the same for the same verdict, in one small line. */
export function VersionsLine({ assessment }: { readonly assessment: Assessment }) {
  const { t, language } = useI18n();
  const { model_version, encoder_version, policy_version, text_hash } = assessment.versions;
  const parts: [string, string, string][] = [
    [t.article.model, model_version, model_version],
    [t.article.encoder, encoder_version, encoder_version],
    [t.article.policy, policy_version, policy_version],
    [t.article.textHash, text_hash.slice(0, 12), text_hash],
  ];
  return (
    <dl className={styles.versions} aria-label={t.article.versions}>
      {parts.map(([name, short, whole]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={whole} translate="no">
            {short}
          </dd>
        </div>
      ))}
      <div>
        <dt className="hidden">{t.article.verdict}</dt>
        <dd>{t.article.judgedAt(full(assessment.judged_at, language))}</dd>
      </div>
    </dl>
  );
}
