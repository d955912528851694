import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import type { Quality } from "../api/types";
import { LanguageProvider } from "../i18n/context";
import { ko } from "../i18n/ko";
import { decimal, figuresBySignal } from "../kit/figures";
import { reliabilityPoints } from "../kit/reliability";
import { MethodQuality } from "./MethodQuality";

vi.stubGlobal("navigator", { languages: ["ko-KR"] });

const QUALITY: Quality = {
  schema_version: 1,
  reliability: [
    { said: 0.1, seen: 0.12, rows: 1_600 },
    { said: 0.8, seen: 0.75, rows: 400 },
  ],
  risk_coverage: [{ risk: 0.1, coverage: 0.74 }],
  figures: [
    {
      signal: "match",
      name: "auroc",
      value: 0.9,
      baseline: 0.87,
      baseline_name: "cosine",
      data: "swaps",
      readings: "nobody's",
      rows: 2_000,
    },
    {
      signal: "coherence",
      name: "auroc",
      value: 0.97,
      baseline: 0.8,
      baseline_name: "farthest sentence",
      data: "inserted",
      readings: "a program's",
      rows: 900,
      ko: { baseline_name: "가장 먼 문장", data: "끼어든 문장", readings: "프로그램이 만듦" },
    },
    { signal: "style", name: "ece", value: 0.0214, data: "held out", readings: "models", rows: 300 },
  ],
  weaknesses_ko: ["짧은 제목에 약합니다."],
  weaknesses_en: ["Weak on short headlines."],
};

const render = (quality: Quality | null): string =>
  renderToStaticMarkup(
    <LanguageProvider>
      <MethodQuality quality={quality} />
    </LanguageProvider>,
  );

it("shows the plot with its values in a table", () => {
  const page = render(QUALITY);
  expect(page).toContain(ko.method.reliabilityImage(2, 2_000));
  expect(page.match(/<circle/gu)).toHaveLength(2);
  expect(page).toContain('<th scope="row">80%</th><td>75%</td><td>400</td>');
});

it("tells a figure in Korean where the version does, and else marks the English", () => {
  const page = render(QUALITY);
  expect(page).toMatch(/기준선 .800.*가장 먼 문장/u);
  expect(page).toContain("<span>끼어든 문장</span>");
  expect(page).not.toContain("farthest sentence");
  expect(page).toContain('<span lang="en">swaps</span>');
});

it("never shows a figure without baseline, rows and readers", () => {
  const page = render(QUALITY);
  expect(page).toContain(".900");
  expect(page).toMatch(/기준선 .870.*cosine/u);
  expect(page).toContain(ko.method.noBaseline);
  expect(page).toContain("2,000건");
  expect(page).toContain("nobody&#x27;s");
  expect(page.indexOf("held out")).toBeLessThan(page.indexOf("swaps"));
  expect(page).toContain("짧은 제목에 약합니다.");
});

it("says what is not there", () => {
  expect(render(null)).toContain(ko.method.none);
  const empty: Quality = {
    schema_version: 1,
    reliability: [],
    risk_coverage: [],
    figures: [],
    weaknesses_ko: [],
    weaknesses_en: [],
  };
  expect(render(empty).match(new RegExp(ko.method.nothing, "gu"))).toHaveLength(4);
});

it("draws dots whose area grows with their rows", () => {
  const [most, fewer] = reliabilityPoints(QUALITY.reliability, 200);
  expect(most).toMatchObject({ x: 20, y: 176 });
  expect((most?.radius ?? 0) / (fewer?.radius ?? 1)).toBeCloseTo(2);
});

it("writes figures as the model cards do", () => {
  expect([decimal(0.8744), decimal(1), decimal(-0.05)]).toEqual([".874", "1.000", "-.050"]);
  expect(figuresBySignal(QUALITY.figures).map((g) => g.signal)).toEqual(["style", "match", "coherence"]);
});

it("says that these figures are the model's alone, unlike those that the thresholds rest on", () => {
  const page = render(QUALITY);
  expect(page.match(/모델만으로/g)).toHaveLength(2);
  expect(page).toContain(`‘${ko.method.derived}’`);
});
