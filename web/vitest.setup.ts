// Test files share a process, and with it what they import of others: antd alone takes a second to read. So each begins
// with modules of its own and with nothing replaced, and leaves nothing behind. (With `isolate`, Vitest does so itself.)
import i18next from "i18next";
import { afterAll, afterEach, vi } from "vitest";

declare const __vitest_mocker__: { reset: () => void };

__vitest_mocker__.reset();
vi.resetModules();
if (i18next.isInitialized) await i18next.changeLanguage("en");

afterEach(async () => {
  if (typeof document !== "undefined") {
    const { cleanup } = await import("@testing-library/react");
    cleanup();
  }
});

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
