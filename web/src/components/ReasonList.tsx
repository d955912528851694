import type { Band, Reason } from "../api/types";
import { joined } from "../kit/reasons";
import { ContradictingItem } from "./ContradictingItem";
import styles from "./Evidence.module.css";
import { MissingWords } from "./MissingWords";
import { SentenceItem } from "./SentenceItem";
import { WordItem } from "./WordItem";

interface Props {
  readonly reasons: readonly Reason[];
  readonly band: Band | null;
  readonly p: number;
  readonly title: string;
  readonly linked: boolean;
}

/** The evidence of one signal: what speaks against the headline before what carries it. */
export function ReasonList({ reasons, band, p, title, linked }: Props) {
  if (reasons.length === 0) return null;
  const missing = reasons.filter((r) => r.kind === "missing");
  const contradicting = reasons.filter((r) => r.kind === "contradicting");
  const turned = contradicting.filter((r) => r.where === "title");
  const said = contradicting.filter((r) => r.where === "body");
  // Words of a contradiction stand beside its sentence.
  const beside = said.length > 0 ? turned : [];
  const words = joined(
    reasons.filter((r) => r.where === "title" && r.kind !== "missing" && !beside.includes(r)),
  );
  const sentences = reasons.filter((r) => r.where === "body" && r.kind !== "contradicting");
  return (
    <ul className={styles.reasons}>
      {said.map((reason, i) => (
        <ContradictingItem key={`c${i}`} reason={reason} {...{ title, turned, linked }} />
      ))}
      {missing.length > 0 && <MissingWords reasons={missing} />}
      {words.map((reason, i) => (
        <WordItem key={`w${i}`} reason={reason} band={band} p={p} />
      ))}
      {sentences.map((reason, i) => (
        <SentenceItem key={`s${i}`} reason={reason} linked={linked} />
      ))}
    </ul>
  );
}
