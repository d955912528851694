import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";

interface Lock {
  readonly packages: Record<
    string,
    { readonly version: string; readonly license?: string; readonly dev?: boolean }
  >;
}

/** Everything that ends up in the build, as the lock file has it. */
function shipped(): [string, string][] {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
  return Object.entries(lock.packages)
    .filter(([path, found]) => path.startsWith("node_modules/") && found.dev !== true)
    .map(([path, found]) => [path, `${found.version}, ${found.license ?? "licence unknown"}`]);
}

/** The font keeps its licence in dist/; everybody else in the package's own folder. */
function licenseText(path: string): string {
  for (const folder of [path, `${path}/dist`]) {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const file = names.find((name) => /^licen[cs]e/iu.test(name));
    if (file !== undefined) return readFileSync(`${folder}/${file}`, "utf8");
  }
  throw new Error(`${path} has no licence text`);
}

/** Writes licenses.txt beside the pages: fonts and libraries may only travel with their licences. */
export function licenses(): Plugin {
  return {
    name: "licenses",
    apply: "build",
    generateBundle() {
      const texts = shipped().map(([path, about]) => {
        const text = licenseText(path);
        return `${path.replace("node_modules/", "")} ${about}\n\n${text.trim()}\n`;
      });
      this.emitFile({ type: "asset", fileName: "licenses.txt", source: texts.join("\n---\n\n") });
    },
  };
}
