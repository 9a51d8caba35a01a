import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

const out = join(import.meta.dirname, "dist/web");

/** Stops the build when a file that belongs on the server is about to reach the browser. */
function refuseServerFiles(): Plugin {
  return {
    name: "huhang:refuse-server-files",
    enforce: "pre",
    resolveId(source, importer) {
      if (importer === undefined || importer.includes("/node_modules/")) return;
      const isServer =
        /\/(commands|queries|effects|jobs|facts-server)\.ts$/.test(source) || source.startsWith("#server/");
      if (isServer || source.startsWith("node:")) this.error(`${importer} brings ${source} into the browser`);
    },
  };
}

/** Compresses once at build what would otherwise be compressed for every reader; the server picks by Accept-Encoding. */
function compress(): Plugin {
  return {
    name: "huhang:compress",
    writeBundle() {
      for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (!entry.isFile() || !/\.(js|css|html|svg|json)$/.test(entry.name)) continue;
        const text = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
      }
    },
  };
}

export default defineConfig({
  root: "web",
  plugins: [refuseServerFiles(), react(), compress()],
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2022",
    // The content security policy knows neither data: addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
