import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The console, served at /console/ with every path under it answered by index.html. */
export default defineConfig({
  base: "/console/",
  plugins: [react()],
  resolve: {
    alias: [
      {
        find: /^\.\.\/components\/AntdIconLight$/,
        replacement: fileURLToPath(new URL("src/ui/Icon.tsx", import.meta.url)),
      },
    ],
  },
  build: {
    outDir: fileURLToPath(new URL("../../src/relaydesk/static/console", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    manifest: true, // for scripts/first-load.mjs
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [{ name: "react", test: /node_modules\/(react|react-dom|react-router|scheduler)\// }],
        },
      },
    },
  },
  server: { proxy: Object.fromEntries(["/api", "/merchants", "/products"].map((p) => [p, "http://127.0.0.1:8787"])) },
});
