import { expect, test } from "vitest";
import { permissionsAt, tabsFor } from "./navigation";

test.each([
  ["/inbox/sess_1", ["desk.read"]],
  ["/gateway", ["gateway.stats.read"]],
  ["/gateway/scripts", ["gateway.stats.read", "gateway.scripts.read"]],
  ["/gateway/nonsense", undefined],
  ["/models/churn", ["models.read"]],
  ["/tasks", ["tasks.read"]],
  ["/tasks/workers", ["tasks.read", "health.read"]],
  ["/tasks/nonsense", undefined],
  ["/account", []],
  ["/", []],
])("the page at %s needs the permissions %s", (address, permissions) => {
  expect(permissionsAt(address)).toEqual(permissions);
});

test("whoever may see figures of health alone is offered none of the tasks' pages", () => {
  expect(tabsFor("tasks", (permission) => permission === "health.read")).toEqual([]);
});
