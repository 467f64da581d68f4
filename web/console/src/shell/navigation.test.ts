import { expect, test } from "vitest";
import { permissionAt } from "./navigation";

test.each([
  ["/inbox/sess_1", "desk.read"],
  ["/gateway", "gateway.stats.read"],
  ["/gateway/scripts", "gateway.scripts.read"],
  ["/gateway/nonsense", undefined],
  ["/account", ""],
  ["/", ""],
])("the page at %s needs the permission %s", (address, permission) => {
  expect(permissionAt(address)).toBe(permission);
});
