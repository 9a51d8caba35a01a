import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressAssets } from "./scripts/vite/compress-assets.ts";
import { guardBrowser } from "./scripts/vite/guard-browser.ts";
import { measureScripts } from "./scripts/vite/measure-scripts.ts";

// The screens: sources in web/, built into dist/web, served by the server. `/api` of a development server goes to it too.
export default defineConfig({
  root: "web",
  plugins: [react(), guardBrowser(), measureScripts(), compressAssets()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: ["chrome107", "safari16", "firefox115"],
    // The content policy allows no inline script, and small files cost little as files of their own.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": process.env["HUHANG_API"] ?? "http://127.0.0.1:8080" } },
});
