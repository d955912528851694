import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");
const TEXT = ["ink", "ink-soft", "ink-faint", "accent", "low", "unsure", "suspected"];

function colour(theme: string, name: string): string {
  const found = new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`, "u").exec(theme)?.[1];
  if (found === undefined) throw new Error(`no --${name}`);
  return found;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [x = 0, y = 0] = [luminance(a), luminance(b)].sort((m, n) => n - m);
  return (x + 0.05) / (y + 0.05);
}

it.each([
  ["light", light],
  ["dark", dark],
])("every text colour has 4.5:1 on paper and wash, in %s", (_, theme) => {
  for (const name of TEXT) {
    for (const ground of ["paper", "wash"]) {
      const ratio = contrast(colour(theme, name), colour(theme, ground));
      expect(ratio, `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});
