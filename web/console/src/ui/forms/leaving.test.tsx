// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, test, vi } from "vitest";
import { isAnythingHeld, isHeldFirmly, useHold } from "./leaving";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

function Holder({ isOn, isHeld, isFirm = false }: { isOn: boolean; isHeld: () => boolean; isFirm?: boolean }) {
  useHold(isOn, isHeld, isFirm);
  return null;
}

test("what holds the page holds it while it is shown, and only as long as it says so", async () => {
  let isDirty = false;
  const root = createRoot(document.createElement("div"));
  const dirty = () => isDirty;
  await act(async () => root.render(<Holder isOn isHeld={dirty} />));
  expect(isAnythingHeld()).toBe(false);
  isDirty = true;
  expect([isAnythingHeld(), isHeldFirmly()]).toEqual([true, false]);
  await act(async () => root.render(<Holder isOn={false} isHeld={dirty} />));
  expect(isAnythingHeld()).toBe(false);
  await act(async () => root.render(<Holder isOn isHeld={dirty} isFirm />));
  expect(isHeldFirmly()).toBe(true);
  await act(async () => root.unmount());
  expect(isAnythingHeld()).toBe(false);
});
