import { describe, expect, it } from "vitest";
import { en } from "../i18n/en";
import { ko } from "../i18n/ko";
import { foldWords } from "./folds";
import { emWidth } from "./geometry";
import { states } from "./history";

const revision = (number: number, title: string, title_changed: boolean, body_changed = false) => ({
  number,
  title,
  title_changed,
  body_changed,
});

describe("states of an article", () => {
  const told = states([
    revision(2, "둘째 제목", true),
    revision(1, "첫 제목", false),
    revision(3, "둘째 제목", false, true),
    revision(4, "셋째 제목", true, true),
  ]);

  it("come newest first and say what changed", () => {
    expect(told.map((one) => one.revision.number)).toEqual([4, 3, 2, 1]);
    expect(told.map((one) => one.what)).toEqual(["both", "body", "headline", "first"]);
  });

  it("count headlines, not edits of the text", () => {
    expect(told.map((one) => one.ordinal)).toEqual([3, 2, 2, 1]);
  });

  it("name the headline before only where it changed", () => {
    expect(told.map((one) => one.before)).toEqual([
      "둘째 제목",
      undefined,
      "첫 제목",
      undefined,
    ]);
  });

  it("are none where nothing was seen", () => {
    expect(states([])).toEqual([]);
  });
});

describe("what a row folds", () => {
  const plain = { revision_count: 1, title_changes: 0, copies: { count: 0 }, story: null };

  it("is nothing for an article of its own", () => {
    expect(foldWords(plain, ko.list)).toEqual([]);
  });

  it("is told in order, in both languages", () => {
    const full = { revision_count: 3, title_changes: 1, copies: { count: 2 }, story: { count: 3 } };
    expect(foldWords(full, ko.list)).toEqual(["같은 글 2건", "같은 사건 3건", "제목 변경 1회"]);
    expect(foldWords({ ...full, story: { count: 1 } }, en.list)).toEqual([
      "2 copies",
      "1 more on this story",
      "headline changed once",
    ]);
  });

  it("never calls an edit of the text a change of the headline", () => {
    expect(foldWords({ ...plain, revision_count: 2 }, ko.list)).toEqual(["본문 수정 1회"]);
  });
});

it("takes Hangul for twice as wide as digits, nearly", () => {
  expect(emWidth("기준 85")).toBeCloseTo(3.8);
  expect(emWidth("")).toBe(0);
});
