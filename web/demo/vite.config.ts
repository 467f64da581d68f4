import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** The demo shop, served at /demo with its assets under /demo/assets. */
export default defineConfig({
  base: "/demo/",
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL("../../src/relaydesk/static/demo", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    reportCompressedSize: false,
  },
});
