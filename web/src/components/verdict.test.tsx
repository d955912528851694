import { expect, it } from "vitest";
import { en } from "../i18n/en";
import { ko } from "../i18n/ko";
import { scaleOf, wordingOf } from "./verdictOf";

const UNSURE = { band: "unsure", trust: 90, interval: null, p_clickbait: 0.1 } as const;

it("announces no probability that nobody measured", () => {
  for (const unsure_reason of ["too_short", "not_korean"] as const) {
    const wording = wordingOf({ ...UNSURE, unsure_reason });
    expect(ko.announce(ko.band.unsure, 90, wording)).toBe("판단 보류, 재지 않았습니다");
    expect(en.announce(en.band.unsure, 90, wording)).toBe("Unsure, not measured");
  }
});

it("announces what was measured, also where the verdict is withheld", () => {
  for (const unsure_reason of ["no_body", "paywalled", "near_threshold", null, undefined] as const) {
    const wording = wordingOf({ ...UNSURE, ...(unsure_reason !== undefined && { unsure_reason }) });
    expect(ko.announce(ko.band.unsure, 90, wording)).toBe("판단 보류, 신뢰도 90, 표현 10%");
  }
});

it("draws no value that nobody measured, and the wording's marks for the wording's value alone", () => {
  expect(scaleOf({ ...UNSURE, unsure_reason: "too_short" }).trust).toBeNull();
  expect(scaleOf(UNSURE)).toEqual({ trust: 90, marks: undefined });
  expect(scaleOf({ ...UNSURE, trust: 80 })).toEqual({ trust: 80, marks: null });
});
