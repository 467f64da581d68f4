import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** relaydesk.js: one classic script without dependencies, served at /sdk/relaydesk.js. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: path("../../src/relaydesk/static/widget"),
    emptyOutDir: true,
    target: "es2020",
    reportCompressedSize: false,
    lib: {
      entry: path("src/loader/main.ts"),
      formats: ["iife"],
      name: "RelaydeskLoader",
      fileName: () => "relaydesk.js",
    },
  },
});
