import { useMethod } from "../api/queries";
import type { Assessment, Method, SignalName } from "../api/types";
import { useI18n } from "../i18n/context";
import { marksOf, type Marks } from "../kit/geometry";
import { placeOf, SIGNALS, signalOf } from "../kit/reasons";
import styles from "./Evidence.module.css";
import { Section } from "./Section";
import { bandOf, noteOf } from "./signalNotes";
import { SignalBlock } from "./SignalBlock";

interface Props {
  readonly assessment: Assessment;
  readonly title: string;
  /** Whether the text stands on this page, so that evidence can be shown in its place. */
  readonly hasBody: boolean;
}

/** The marks of a signal's gauge: style's are the verdict's own. */
function marksFor(name: SignalName, method: Method | undefined): Marks | null {
  const own = name === "style" ? method : method?.[name];
  return own ? marksOf(own.threshold, own.unsure_band) : null;
}

/** The three signals, each with what it rests on. */
export function Evidence({ assessment, title, hasBody }: Props) {
  const { t } = useI18n();
  const method = useMethod().data;
  const { reasons } = assessment;
  const leads = hasBody && reasons.some((reason) => placeOf(reason) !== null);
  return (
    <Section title={t.article.evidence} note={leads ? t.article.evidenceHint : undefined}>
      {reasons.length === 0 && <p className={styles.none}>{t.article.noReasons}</p>}
      <div className={styles.signals}>
        {SIGNALS.map((name) => {
          const own = reasons.filter((reason) => signalOf(reason) === name);
          return (
            <SignalBlock
              key={name}
              name={name}
              signal={assessment.signals[name]}
              band={bandOf(name, assessment, method)}
              marks={marksFor(name, method)}
              note={noteOf(name, assessment, own, t)}
              reasons={own}
              p={assessment.p_clickbait}
              title={title}
              linked={hasBody}
            />
          );
        })}
      </div>
    </Section>
  );
}
