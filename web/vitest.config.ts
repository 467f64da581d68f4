import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{console,widget,demo,shared}/**/*.test.{ts,tsx}"],
    environment: "node",
    environmentOptions: {
      happyDOM: { settings: { disableIframePageLoading: true, handleDisabledFileLoadingAsSuccess: true } },
    },
  },
});
