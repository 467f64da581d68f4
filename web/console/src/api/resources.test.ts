import { QueryClient } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { parametersOf, readAgain } from "./resources";

vi.mock("./client", () => ({ client: {} }));

test("the one parameter of an item's path is filled in by its name", () => {
  expect(parametersOf("/api/admin/rules/{rule_id}", 7)).toEqual({ path: { rule_id: 7 } });
  expect(parametersOf("/api/assistants/{assistant_id}", "asst_1")).toEqual({ path: { assistant_id: "asst_1" } });
});

test("a change reads again what stands under its path, and nothing else", async () => {
  const queries = new QueryClient();
  const keys = [
    ["get", "/api/admin/rules", { params: { query: { limit: 50 } } }],
    ["get", "/api/admin/rules/{rule_id}", { params: { path: { rule_id: 7 } } }],
    ["get", "/api/admin/routes", {}],
  ];
  for (const key of keys) queries.setQueryData(key, {});
  await readAgain(queries, ["/api/admin/rules"]);
  expect(keys.map((key) => queries.getQueryState(key)?.isInvalidated)).toEqual([true, true, false]);
});
