import { expect, test } from "vitest";
import { buildIn, isFirstReloadFor } from "./upgrade";

test("a page names its build by its entry script", () => {
  expect(buildIn('<script type="module" src="/console/assets/index-CDij2_-J.js">')).toBe(
    "/console/assets/index-CDij2_-J.js",
  );
  expect(buildIn("<h1>Bad gateway</h1>")).toBeUndefined();
});

test("one build is reloaded for once, and never where that cannot be remembered", () => {
  const held = new Map<string, string>();
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => held.set(key, value),
  } as unknown as Storage;
  expect(["a", "a", "b", "b"].map((build) => isFirstReloadFor(build, () => storage))).toEqual([
    true,
    false,
    true,
    false,
  ]);
  const forbidden = () => {
    throw new Error("storage is forbidden");
  };
  expect(isFirstReloadFor("a", forbidden)).toBe(false);
});
