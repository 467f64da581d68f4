// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { setPreferences } from "../preferences/store";
import { setStage, show } from "./stage";
import { Time } from "./Time";

const MINUTE_MS = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

setStage();
afterEach(() => setPreferences({ language: "en" }));

test("a time is said as far away from now as it is, the exact one on hover", async () => {
  const value = ago(3.5 * MINUTE_MS);
  const { user } = show(<Time value={value} />);
  const time = screen.getByText("3 min. ago");
  expect(time.getAttribute("datetime")).toBe(value);
  await user.hover(time);
  const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" }).format(
    new Date(value),
  );
  expect((await screen.findByRole("tooltip")).textContent).toBe(exact);
});

test("what has never been says so in the words of its place", () => {
  show(<Time value={null} fallback="Not yet" />);
  expect(screen.getByText("Not yet").tagName).toBe("SPAN");
});

test("as a log has it, a time is the second at once", () => {
  const year = new Date().getFullYear();
  show(<Time value={`${year}-03-04T05:06:07Z`} shape="moment" />);
  expect(screen.getByText(/^Mar [345], \d\d:\d\d:07$/)).toBeDefined();
  show(<Time value={`${year + 1}-03-04T05:06:07Z`} shape="moment" />);
  expect(screen.getByText(new RegExp(`^Mar [345], ${year + 1}, \\d\\d:\\d\\d:07$`))).toBeDefined();
});

test("a time is said in the reader's language, also when that changes", () => {
  show(<Time value={ago(3.5 * MINUTE_MS)} />);
  act(() => setPreferences({ language: "zh-CN" }));
  const chinese = new Intl.RelativeTimeFormat("zh-CN", { numeric: "auto", style: "short" });
  expect(screen.getByText(chinese.format(-3, "minute"))).toBeDefined();
});

test("a time that is shown grows older by itself", async () => {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["setInterval", "Date"] });
  const fresh = await import("./Time");
  show(<fresh.Time value={ago(3.5 * MINUTE_MS)} />);
  expect(screen.getByText("3 min. ago")).toBeDefined();
  act(() => void vi.advanceTimersByTime(2 * MINUTE_MS));
  expect(screen.getByText("5 min. ago")).toBeDefined();
  vi.useRealTimers();
});
