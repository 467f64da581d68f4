import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{console,widget,demo,shared}/**/*.test.{ts,tsx}"],
    environment: "node",
    testTimeout: 60_000,
    isolate: false, // see vitest.setup.ts
    setupFiles: ["vitest.setup.ts"],
    maxWorkers: "100%", // of the processors: by itself it leaves one free
    // happy-dom loads no frames and says so at length; what the loader puts into the page is what is tested.
    onConsoleLog: (log) => !log.includes("Iframe page loading is disabled"),
  },
});
