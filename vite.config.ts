import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressAssets } from "./scripts/vite/compress-assets.ts";
import { guardBrowser } from "./scripts/vite/guard-browser.ts";
import { measureScripts } from "./scripts/vite/measure-scripts.ts";
import { preloadFirst } from "./scripts/vite/preload-first.ts";
import { runData } from "./scripts/vite/run-data.ts";

// Behind a long line each round of six requests costs more than the bytes. So the first script holds all that the first
// pages import (web/routes), and no schema: of the declarations a page that only reads needs a table (scripts/vite/run-data.ts).
// What the pages behind them share, the schemas above all, is one more script; the pages are others (web/pages.ts, and
// web/*-pages.ts for whoever else needs them).
const first = /\/web\/(main\.tsx|i18n\/texts\.ts)$/;
const shared =
  /\/node_modules\/(?!(?:qrcode|dijkstrajs)\/)|\/web\/(ui|forms)\/|\/web\/[^/]+(?<!pages)\.tsx?$|\/kernel\/(?!.*\.json$)|\/contract\.ts$|\/procedure\.ts$/;

// The screens: sources in web/, built into dist/web, served by the server. `/api` of a development server goes to it too.
export default defineConfig({
  root: "web",
  plugins: [react(), runData(), guardBrowser(), preloadFirst(), measureScripts(), compressAssets()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: ["chrome107", "safari16", "firefox115"],
    // The content policy allows no inline script and no data: address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "first", test: first, priority: 2 },
            { name: "shared", test: shared, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": process.env["HUHANG_API"] ?? "http://127.0.0.1:8080" } },
});
