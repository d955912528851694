import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { licenses } from "./licenses";

/** The gateway serves the built pages from the wheel, so they are written where the wheel takes them. */
export default defineConfig({
  plugins: [react(), licenses()],
  base: "/",
  build: {
    outDir: "../src/imfact/bundled/web",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    target: "es2022",
  },
  server: { port: 5173, proxy: { "/v1": "http://127.0.0.1:8080" } },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
