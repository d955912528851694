import type { Assessment } from "../api/types";
import { useI18n } from "../i18n/context";
import styles from "./Evidence.module.css";
import { Section } from "./Section";
import { SignalBlock } from "./SignalBlock";

interface Props {
  readonly assessment: Assessment;
  /** Whether the text stands on this page, so that evidence can be shown in its place. */
  readonly hasBody: boolean;
}

/** The three signals, each with what it rests on. */
export function Evidence({ assessment, hasBody }: Props) {
  const { t } = useI18n();
  const { signals, reasons, band } = assessment;
  const wording = reasons.filter((r) => r.where === "title");
  const sentences = reasons.filter((r) => r.where === "body");
  const words = t.article;
  const matchPending = sentences.length > 0 ? words.matchPendingWith : words.matchPending;
  const wordingNote = wording.length > 0 ? words.wordingNote : words.noWording;
  return (
    <Section
      title={words.evidence}
      note={hasBody && sentences.length > 0 ? words.evidenceHint : undefined}
    >
      <div className={styles.signals}>
        <SignalBlock
          name={words.style}
          p={signals.style.p ?? null}
          told={words.styleP}
          note={signals.style.p == null ? words.stylePending : wordingNote}
          reasons={wording}
          band={band}
          linked={hasBody}
        />
        <SignalBlock
          name={words.match}
          p={signals.match.p ?? null}
          told={words.matchP}
          note={signals.match.p == null ? matchPending : words.matchNote}
          reasons={sentences}
          band={band}
          linked={hasBody}
        />
        <SignalBlock
          name={words.coherence}
          p={signals.coherence.p ?? null}
          told={words.coherenceP}
          note={signals.coherence.p == null ? words.coherencePending : words.coherenceNote}
          reasons={[]}
          band={band}
          linked={hasBody}
        />
      </div>
    </Section>
  );
}
