import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import type { Assessment, Method, Reason } from "../api/types";
import { LanguageProvider } from "../i18n/context";
import { ko } from "../i18n/ko";
import { Evidence } from "./Evidence";

vi.stubGlobal("navigator", { languages: ["ko-KR"] });

const TITLE = "충격! 가람시 버스 요금 12% 인상";
const METHOD: Method = {
  threshold: 0.12,
  unsure_band: [0.04, 0.28],
  match: { threshold: 0.5, unsure_band: [0.25, 0.75] },
  assumed_base_rate: 0.1,
  derived_from: "a test",
  model_version: "m1",
  encoder_version: "e1",
  policy_version: "p1",
  trained_on: "nothing",
};
const QUIET = { note_ko: "", note_en: "" };
const REASONS: Reason[] = [
  {
    ...QUIET,
    kind: "span",
    where: "title",
    signal: "style",
    text: "충격!",
    start: 0,
    end: 3,
    p_without: 0.31,
  },
  { ...QUIET, kind: "missing", where: "title", signal: "match", text: "12%", start: 14, end: 17 },
  {
    ...QUIET,
    kind: "contradicting",
    where: "body",
    signal: "match",
    text: "가람시는 요금을 인하한다.",
    start: 4,
    end: 18,
    note_ko: "제목은 ‘인상’, 본문은 ‘인하’라고 합니다.",
  },
  { ...QUIET, kind: "foreign", where: "body", signal: "coherence", text: "단풍.", start: 20, end: 23 },
];
const ASSESSMENT: Assessment = {
  schema_version: 1,
  p_clickbait: 0.87,
  band: "suspected",
  trust: 13,
  signals: {
    style: { p: 0.87, band: "suspected", interval: [0.8, 0.92] },
    match: { p: 0.5, band: "unsure" },
    coherence: { p: 0.3 },
  },
  sentence_ko: "",
  sentence_en: "",
  reasons: REASONS,
  versions: { model_version: "m1", encoder_version: "e1", policy_version: "p1", text_hash: "0" },
  judged_at: "2026-11-24T00:00:00Z",
};

function blocks(changes: Partial<Assessment> = {}, hasBody = true): Record<string, string> {
  const queries = new QueryClient();
  queries.setQueryData(["method"], METHOD);
  const page = renderToStaticMarkup(
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <Evidence assessment={{ ...ASSESSMENT, ...changes }} title={TITLE} hasBody={hasBody} />
      </LanguageProvider>
    </QueryClientProvider>,
  );
  const found = [...page.matchAll(/data-signal="(\w+)"(.*?)(?=<section|$)/gsu)];
  const named = found.map(([, name = "", inner = ""]): [string, string] => [name, inner]);
  return { page, ...Object.fromEntries(named) };
}

it("puts each reason under its signal, with the signal's own band and marks", () => {
  const { style, match, coherence } = blocks();
  expect(style).toContain(ko.signalBand.style.suspected);
  expect(style).toContain(ko.article.within("80%", "92%"));
  expect(match).toContain(ko.signalBand.match.unsure);
  expect(match).toContain('x="25%"');
  // No band hangs on it: neither band nor marks, and a probability all the same.
  expect(coherence).toContain(ko.article.coherenceP("30%"));
  expect(coherence).not.toContain("<rect");
  for (const band of Object.values(ko.signalBand.coherence)) expect(coherence).not.toContain(band);
});

it("tells what would be without a span", () => {
  expect(blocks().style).toContain(ko.article.withoutSpan("87%", "31%"));
});

it("tells a word once where policy knows what the model reacts to", () => {
  const known: Reason = {
    kind: "lexicon",
    where: "title",
    signal: "style",
    text: "충격!",
    start: 0,
    end: 3,
    tactic: "shock",
    weight: 0.4,
    note_ko: "놀람을 앞세우는 말입니다.",
    note_en: "It puts surprise first.",
  };
  const { style } = blocks({ reasons: [known, ...REASONS] });
  expect(style?.match(/<q /gu)).toHaveLength(1);
  expect(style).toContain(known.note_ko);
  expect(style).toContain(ko.tactic.shock);
  expect(style).toContain(ko.article.withoutSpan("87%", "31%"));
});

it("shows missing words as chips and the contradiction beside the headline's words", () => {
  const { match } = blocks();
  expect(match).toContain(ko.article.missing);
  expect(match).toContain('<li lang="ko">12%</li>');
  expect(match).toContain("<strong>인상</strong>");
  expect(match).toContain('data-evidence="4-18"');
});

it("leads to foreign sentences only where the text stands on the page", () => {
  expect(blocks().coherence).toContain('data-evidence="20-23"');
  const without = blocks({}, false);
  expect(without.page).not.toContain("data-evidence");
  expect(without.coherence).toContain("단풍.");
});

it("says that there is nothing to show", () => {
  expect(blocks({ reasons: [] }).page).toContain(ko.article.noReasons);
  const { match } = blocks({ reasons: REASONS.slice(0, 1) });
  expect(match).toContain(ko.article.nothingToShow);
  expect(blocks().page).not.toContain(ko.article.noReasons);
});

it("finds the signal of an older verdict's reasons, and says what was not measured", () => {
  const older = blocks({
    signals: { style: { p: 0.87 }, match: {}, coherence: {} },
    reasons: [
      { ...QUIET, kind: "lexicon", where: "title", text: "충격", start: 0, end: 2, tactic: "shock" },
      { ...QUIET, kind: "supporting", where: "body", text: "가람시가 올린다.", start: 0, end: 9 },
    ],
  });
  expect(older.style).toContain(ko.tactic.shock);
  expect(older.style).toContain(ko.signalBand.style.suspected);
  expect(older.match).toContain(ko.article.supporting);
  expect(older.match).toContain(ko.article.matchPending);
  expect(older.coherence).toContain(ko.article.notMeasured);
});

it("says why nothing could be measured", () => {
  const bare = { signals: { style: {}, match: {}, coherence: {} }, reasons: [] };
  expect(blocks({ ...bare, unsure_reason: "too_short" }).style).toContain(
    ko.article.because.too_short,
  );
  expect(blocks({ ...bare, unsure_reason: "no_body" }).match).toContain(ko.article.because.no_body);
});
