import type { AssessAnswer } from "../api/types";
import { useI18n } from "../i18n/context";
import { BackToEvidence } from "./BackToEvidence";
import { BodyText } from "./BodyText";
import type { Draft } from "./CheckForm";
import styles from "./CheckResult.module.css";
import { Evidence } from "./Evidence";
import { Headline } from "./Headline";
import { LitProvider } from "./LitProvider";
import { SummaryBlock } from "./SummaryBlock";
import { VerdictBlock } from "./VerdictBlock";
import { wordingOf } from "./verdictOf";
import { VersionsLine } from "./VersionsLine";
import { WithoutWords } from "./WithoutWords";

interface Props {
  readonly asked: Draft;
  readonly answer: AssessAnswer;
  /** The answer belongs to an older text than the one in the form. */
  readonly stale: boolean;
}

/** The verdict on what was typed, with the same evidence as an article's. */
export function CheckResult({ asked, answer, stale }: Props) {
  const { t } = useI18n();
  const { verdict, assessment, summary } = answer;
  const hasBody = asked.body.trim() !== "";
  const announced = t.announce(t.band[verdict.band], verdict.trust, wordingOf(verdict));
  return (
    <LitProvider>
      <p className="hidden" role="status" aria-live="polite">
        {stale ? "" : announced}
      </p>
      <div className={styles.result} data-stale={stale} data-testid="check-result">
        {!stale && (
          <p className={styles.headline}>
            <Headline title={asked.title} marks={verdict.marks} band={verdict.band} interactive />
          </p>
        )}
        {stale && <p className={styles.headline}>{t.check.judging}</p>}
        <VerdictBlock verdict={verdict} />
        {/* Spans of the model say themselves what would be without them. */}
        {!stale && assessment.reasons.every((r) => r.p_without == null) && (
          <WithoutWords asked={asked} verdict={verdict} />
        )}
        <Evidence assessment={assessment} title={asked.title} hasBody={hasBody && !stale} />
        {summary && summary.sentences.length > 0 && (
          <SummaryBlock summary={summary} linked={hasBody && !stale} />
        )}
        {hasBody && !stale && (
          <BodyText body={asked.body} snippet="" reasons={assessment.reasons} summary={summary} />
        )}
        <VersionsLine assessment={assessment} />
      </div>
      <BackToEvidence />
    </LitProvider>
  );
}
