// @vitest-environment happy-dom
import { act, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { setStage, show } from "../ui/stage";
import { type Moves, type SessionAction, SessionActions } from "./SessionActions";
import type { Session } from "./types";

const ME = { id: "me", permissions: ["desk.write"] };
vi.mock("../auth/session", () => ({ useCan: () => (name: string) => name === "desk.write", useMe: () => ME }));

const SESSION = { session_name: "s-1", visitor: {}, offer: null } as unknown as Session;
let change = (_status: Session["status"]) => {};
let setWork = (_busy: SessionAction | undefined) => {};
const moves = { close: vi.fn(), takeover: vi.fn() } as unknown as Moves;

function Stage() {
  const [status, setStatus] = useState<Session["status"]>("waiting");
  const [busy, setBusy] = useState<SessionAction>();
  change = setStatus;
  setWork = setBusy;
  const operatorId = status === "human" ? ME.id : undefined;
  return <SessionActions session={SESSION} status={status} operatorId={operatorId} busy={busy} moves={moves} />;
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

setStage();

test("the second click of a double click on what was there before does not close a conversation", async () => {
  const { user } = show(<Stage />);
  await user.click(button("Take over"));
  expect(moves.takeover).toHaveBeenCalledOnce();
  act(() => change("human"));
  await user.click(button("Close"));
  expect(moves.close).not.toHaveBeenCalled();
  await waitFor(() => expect(button("Close").disabled).toBe(false));
  await user.click(button("Close"));
  expect(moves.close).toHaveBeenCalledOnce();
});

test("while a conversation is closed, no button of the next that is opened in its place is pressed", async () => {
  vi.mocked(moves.takeover).mockClear();
  const { user } = show(<Stage />);
  act(() => setWork("close"));
  await user.click(button("Take over"));
  expect(moves.takeover).not.toHaveBeenCalled();
  act(() => setWork(undefined));
  await user.click(button("Take over"));
  expect(moves.takeover).toHaveBeenCalledOnce();
});
