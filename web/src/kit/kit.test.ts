import { describe, expect, it } from "vitest";
import { toUtf16, without } from "./codepoints";
import { diff } from "./diff";
import { readFilters, writeFilters } from "./filters";
import { marksOf, nearest, stack, whisker } from "./geometry";
import { paragraphs, split, within } from "./spans";
import { ago, day } from "./time";
import { findWords } from "./words";

describe("code points", () => {
  it("moves offsets behind letters that take two UTF-16 units", () => {
    const title = "🔥충격 😱결국";
    const index = toUtf16(title);
    expect(title.slice(index(1), index(3))).toBe("충격");
    expect(title.slice(index(5), index(7))).toBe("결국");
    expect(index(99)).toBe(title.length);
  });

  it("leaves a stretch out and closes up the spaces", () => {
    expect(without("🔥 충격 그날의 일", 2, 4)).toBe("🔥 그날의 일");
  });
});

describe("split", () => {
  it("cuts at every edge of overlapping spans and loses no letter", () => {
    const segments = split("abcdef", [
      { start: 0, end: 4, value: "x" },
      { start: 2, end: 6, value: "y" },
    ]);
    expect(segments).toEqual([
      { text: "ab", covering: ["x"] },
      { text: "cd", covering: ["x", "y"] },
      { text: "ef", covering: ["y"] },
    ]);
  });

  it("counts an emoji as one letter", () => {
    const segments = split("😱결국 왔다", [{ start: 1, end: 3, value: 1 }]);
    expect(segments.map((s) => s.text)).toEqual(["😱", "결국", " 왔다"]);
  });

  it("gives an unmarked text whole and passes over empty spans", () => {
    expect(split("제목", [{ start: 1, end: 1, value: 0 }])).toEqual([
      { text: "제목", covering: [] },
    ]);
  });

  it("finds a span again inside its paragraph", () => {
    const body = "첫 문단 🌧이다.\n\n둘째 문단이다. 끝이다.";
    const [, second] = paragraphs(body);
    if (second === undefined) throw new Error("no second paragraph");
    const start = Array.from(body.slice(0, body.indexOf("끝"))).length;
    const [span] = within(second, [{ start, end: start + 4, value: "k" }]);
    expect(split(second.text, span ? [span] : []).find((s) => s.covering.length)?.text).toBe(
      "끝이다.",
    );
  });
});

describe("geometry", () => {
  it("turns probabilities of the problem into trust, right = trusted", () => {
    const marks = marksOf(0.5, [0.35, 0.6]);
    expect(marks.threshold).toBeCloseTo(50);
    expect(marks.unsureFrom).toBeCloseTo(40);
    expect(marks.unsureTo).toBeCloseTo(65);
  });

  it("draws a whisker only where it holds the value", () => {
    const reach = whisker([0.7, 0.9], 18);
    expect(reach?.from).toBeCloseTo(10);
    expect(reach?.to).toBeCloseTo(30);
    expect(whisker([0.7, 0.9], 60)).toBeNull();
    expect(whisker(null, 18)).toBeNull();
  });

  it("stacks equal values and keeps tall columns inside the picture", () => {
    const items = Array.from({ length: 40 }, () => ({ trust: 70 }));
    const dots = stack(items, 1000, 96, 8);
    expect(new Set(dots.map((d) => d.x))).toEqual(new Set([700]));
    expect(Math.max(...dots.map((d) => d.y))).toBeLessThanOrEqual(96 - 4 + 1e-9);
    expect(new Set(dots.map((d) => d.y)).size).toBe(40);
  });

  it("shares columns where a dot is wider than a step, and stays on the scale", () => {
    const dots = stack([{ trust: 0 }, { trust: 1 }, { trust: 2 }, { trust: 100 }], 300, 96, 8);
    expect(dots[0]?.x).toBe(dots[1]?.x);
    expect(dots.every((d) => d.x >= 0 && d.x <= 300)).toBe(true);
  });

  it("finds the nearest dot within reach only", () => {
    const dots = stack([{ trust: 10 }, { trust: 90 }], 1000, 96, 8);
    expect(nearest(dots, 104, 6, 12)?.item.trust).toBe(10);
    expect(nearest(dots, 500, 6, 12)).toBeNull();
  });
});

describe("time", () => {
  const now = new Date("2026-11-24T03:00:00Z");

  it("is relative up to a day, a date in Seoul after it", () => {
    expect(ago("2026-11-24T02:59:30Z", "ko", now)).toBe("방금");
    expect(ago("2026-11-24T02:48:00Z", "ko", now)).toBe("12분 전");
    expect(ago("2026-11-24T02:48:00Z", "en", now)).toBe("12 minutes ago");
    expect(ago("2026-11-23T04:00:00Z", "ko", now)).toBe("23시간 전");
    expect(ago("2026-11-22T16:00:00Z", "ko", now)).toBe("11월 23일");
    expect(ago("2025-03-01T00:00:00Z", "ko", now)).toBe("2025년 3월 1일");
  });

  it("names the day", () => {
    expect(day("2026-11-24", "ko")).toBe("11월 24일 화요일");
    expect(day("2026-11-24", "en")).toContain("Tuesday");
  });
});

describe("headline history", () => {
  it("tells what went and what came, and both headlines can be read back", () => {
    const before = "결국 터진 그 회사, 무슨 일";
    const after = "가람전자, 3분기 적자 전환";
    const changes = diff(before, after);
    const read = (leave: string) =>
      changes
        .filter((c) => c.kind !== leave)
        .map((c) => c.text)
        .join("");
    expect(read("new")).toBe(before);
    expect(read("gone")).toBe(after);
    expect(changes.map((c) => c.kind)).not.toContain("same");
  });

  it("keeps what stayed", () => {
    expect(diff("시장 예산 확정", "시장 예산안 확정").filter((c) => c.kind === "same").length).toBe(
      2,
    );
  });
});

describe("filters in the address", () => {
  it("come back as they were written, and leave the query alone", () => {
    const written = writeFilters(new URLSearchParams("q=전기"), {
      band: "suspected",
      range: { from: 20, to: 60 },
    });
    expect(written.get("q")).toBe("전기");
    expect(readFilters(written)).toMatchObject({ band: "suspected", range: { from: 20, to: 60 } });
  });

  it("ignore what they do not know", () => {
    const filters = readFilters(new URLSearchParams("band=fake&sort=x&trust=90-10"));
    expect(filters).toMatchObject({ band: null, sort: "newest", range: null });
  });
});

it("finds the words of a query in code points", () => {
  expect(findWords("요금 KWH", "😱전기요금 kWh당 3원, 요금")).toEqual([
    [3, 5],
    [6, 9],
    [15, 17],
  ]);
});
