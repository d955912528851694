import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import type { Summary } from "../api/types";
import { LanguageProvider } from "../i18n/context";
import { ko } from "../i18n/ko";
import { SuggestedTitle } from "./SuggestedTitle";
import { SummaryBlock } from "./SummaryBlock";

vi.stubGlobal("navigator", { languages: ["ko-KR"] });

const PICKED: Summary = {
  method: "extractive",
  sentences: ["가람시가 도서관 세 곳을 열었다."],
  spans: [[0, 18]],
};
const WRITTEN: Summary = {
  method: "bedrock",
  sentences: ["가람시가 도서관 3곳을 열었다."],
  spans: [],
  model_id: "example-model-v1",
  prompt_version: "summary_v1-0a1b2c3d",
  suggested_title: "가람시, 도서관 세 곳 열어",
};

function render(summary: Summary): string {
  return renderToStaticMarkup(
    <LanguageProvider>
      <SummaryBlock summary={summary} linked />
      <SuggestedTitle summary={summary} />
    </LanguageProvider>,
  );
}

it("says that sentences were picked, and leads to their places", () => {
  const page = render(PICKED);
  expect(page).toContain(ko.article.extractive);
  expect(page).toContain('data-evidence="0-18"');
  expect(page).not.toContain(ko.article.suggested);
  for (const why of Object.values(ko.article.instead)) expect(page).not.toContain(why);
});

it("says that a model wrote it, which one, and with what prompt", () => {
  const page = render(WRITTEN);
  expect(page).toContain(ko.article.written);
  expect(page).not.toContain(ko.article.extractive);
  expect(page).toContain("example-model-v1");
  expect(page).toContain("summary_v1-0a1b2c3d");
  expect(page).not.toContain("data-evidence");
});

it("shows a suggested headline under its own label only", () => {
  const page = render(WRITTEN);
  expect(page).toContain("제안 제목 (자동 생성)");
  expect(page.indexOf(ko.article.suggested)).toBeLessThan(page.indexOf("가람시, 도서관 세 곳 열어"));
  expect(render({ ...WRITTEN, suggested_title: null })).not.toContain(ko.article.suggested);
});

it("says why it was picked although a model is configured", () => {
  const { instead } = ko.article;
  expect(render({ ...PICKED, fallback_reason: "throttled" })).toContain(instead.service);
  expect(render({ ...PICKED, fallback_reason: "budget" })).toContain(instead.budget);
  expect(render({ ...PICKED, fallback_reason: "orders_in_article" })).toContain(instead.orders);
  expect(render({ ...PICKED, fallback_reason: "unknown_figure" })).toContain(instead.refused);
});
