import { Link } from "react-router";
import { useMethod } from "../api/queries";
import type { Assessment } from "../api/types";
import { useI18n } from "../i18n/context";
import { full } from "../kit/time";
import styles from "./VersionsLine.module.css";

/** What must be the same for the same verdict, in one small line; each name leads to the method. */
export function VersionsLine({ assessment }: { readonly assessment: Assessment }) {
  const { t, language } = useI18n();
  const method = useMethod().data;
  const { model_version, encoder_version, policy_version, text_hash } = assessment.versions;
  const parts = [
    ["model", model_version],
    ["encoder", encoder_version],
    ["policy", policy_version],
  ] as const;
  const older = method && parts.some(([name, version]) => method[`${name}_version`] !== version);
  return (
    <dl className={styles.versions} aria-label={t.article.versions}>
      {parts.map(([name, version]) => (
        <div key={name}>
          <dt>{t.article[name]}</dt>
          <dd translate="no">
            <Link to={`/method#${name}`}>{version}</Link>
          </dd>
        </div>
      ))}
      <div>
        <dt>{t.article.textHash}</dt>
        <dd title={text_hash} translate="no">
          {text_hash.slice(0, 12)}
        </dd>
      </div>
      <div>
        <dt className="hidden">{t.article.verdict}</dt>
        <dd>
          {t.article.judgedAt(full(assessment.judged_at, language))}
          {older && ` · ${t.method.older}`}
        </dd>
      </div>
    </dl>
  );
}
