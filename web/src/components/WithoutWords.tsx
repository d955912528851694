import { useQueries } from "@tanstack/react-query";
import { post } from "../api/client";
import type { AssessAnswer, TitleMark, Verdict } from "../api/types";
import { useI18n } from "../i18n/context";
import { codePoints, toUtf16, without } from "../kit/codepoints";
import type { Draft } from "./CheckForm";
import { Gauge } from "./Gauge";
import { Section } from "./Section";
import styles from "./WithoutWords.module.css";

const MOST = 3;

/** Marks worth leaving out: those that name a tactic and leave a headline behind. */
function candidates(title: string, marks: readonly TitleMark[]): TitleMark[] {
  const seen = new Set<string>();
  return marks
    .filter((mark) => {
      const rest = without(title, mark.start, mark.end);
      if (mark.tactic === null || codePoints(rest) < 4 || seen.has(rest)) return false;
      seen.add(rest);
      return true;
    })
    .slice(0, MOST);
}

/** "Without this word it would be …": the headline judged again, each time one expression short. */
export function WithoutWords({
  asked,
  verdict,
}: {
  readonly asked: Draft;
  readonly verdict: Verdict;
}) {
  const { t } = useI18n();
  const marks = candidates(asked.title, verdict.marks);
  const answers = useQueries({
    queries: marks.map((mark) => {
      const request = { title: without(asked.title, mark.start, mark.end), body: asked.body };
      return {
        queryKey: ["assess", request],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          post<AssessAnswer>("/v1/assess", request, signal),
        staleTime: Infinity,
      };
    }),
  });
  if (marks.length === 0) return null;
  const index = toUtf16(asked.title);
  return (
    <Section title={t.check.without} note={t.check.withoutHint}>
      <ul className={styles.list}>
        {marks.map((mark, i) => {
          const other = answers[i]?.data?.verdict;
          const word = asked.title.slice(index(mark.start), index(mark.end));
          return (
            <li key={`${mark.start}-${mark.end}`} className={styles.row}>
              <del lang="ko">{word}</del>
              <Gauge trust={other?.trust ?? null} band={other?.band ?? "low"} />
              <span aria-hidden="true" className={`${styles.change} ${other?.band ?? ""}`}>
                {other?.trust === verdict.trust ? (
                  t.check.same
                ) : (
                  <>
                    {verdict.trust} → <strong>{other?.trust ?? "…"}</strong>
                  </>
                )}
              </span>
              {other && (
                <span className="hidden">
                  {t.check.withoutRow(word, verdict.trust, other.trust)}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
