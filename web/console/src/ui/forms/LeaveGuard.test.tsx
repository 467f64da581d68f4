// @vitest-environment happy-dom
import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { setStage, show } from "../stage";
import { LeaveGuard } from "./LeaveGuard";
import { useHold } from "./leaving";

const always = () => true;
const never = () => false;

function Page({ isHeld, isFirm = false }: { isHeld: () => boolean; isFirm?: boolean }) {
  useHold(true, isHeld, isFirm);
  return <LeaveGuard />;
}

async function leave(page: React.ReactNode) {
  const { user, router } = show(page, { at: "/form" });
  await act(async () => void router.navigate("/elsewhere"));
  return { user, where: () => router.state.location.pathname };
}

setStage();

test("whoever has nothing to lose goes where they want", async () => {
  const { where } = await leave(<Page isHeld={never} />);
  expect([where(), screen.queryByRole("dialog")]).toEqual(["/elsewhere", null]);
});

test("whoever has something to lose stays or goes as they say", async () => {
  const { user, where } = await leave(<Page isHeld={always} />);
  expect(where()).toBe("/form");
  await user.click(await screen.findByRole("button", { name: "Keep editing" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(where()).toBe("/form");
});

test("whoever gives it up goes on to where they wanted", async () => {
  const { user, where } = await leave(<Page isHeld={always} />);
  await user.click(await screen.findByRole("button", { name: "Discard" }));
  await waitFor(() => expect(where()).toBe("/elsewhere"));
});

test("what is held firmly is not asked about", async () => {
  const { where } = await leave(<Page isHeld={always} isFirm />);
  expect([where(), screen.queryByRole("dialog")]).toEqual(["/form", null]);
});

test.each([
  [always, true],
  [never, false],
])("the browser asks before it closes the tab where there is something to lose", (isHeld, isAsked) => {
  show(<Page isHeld={isHeld} />);
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(isAsked);
});

test("whoever goes twice is asked once, of where they would go last", async () => {
  const { user, router } = show(<Page isHeld={always} />, { at: "/form" });
  await act(async () => void router.navigate("/first"));
  await act(async () => void router.navigate("/second"));
  await waitFor(() => expect(screen.getAllByRole("button", { name: "Discard" })).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/second"));
});
