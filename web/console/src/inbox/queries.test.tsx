// @vitest-environment happy-dom
import { useQueryClient } from "@tanstack/react-query";
import { act, screen } from "@testing-library/react";
import { test, vi } from "vitest";
import { setStage, show } from "../ui/stage";
import { applySession, useSession } from "./queries";
import type { Session } from "./types";

vi.mock("../auth/session", () => ({ useCan: () => () => true, useMe: () => undefined }));

const sessionIn = (status: Session["status"], updated_at: string) =>
  ({ session_name: "s-1", status, updated_at, offer: null }) as unknown as Session;
const BOT = sessionIn("bot", "2026-01-01T00:00:00.100Z");
const HUMAN = sessionIn("human", "2026-01-01T00:00:00.250001Z");
let apply = (_session: Session) => {};

function Stage() {
  const queries = useQueryClient();
  apply = (session) => applySession(queries, session);
  return <p>{useSession("s-1").data?.status ?? "nothing yet"}</p>;
}

setStage();

test("an answer that was on its way does not undo what an event has told meanwhile", async () => {
  let answer = (_response: Response) => {};
  vi.spyOn(globalThis, "fetch").mockReturnValue(new Promise((resolve) => (answer = resolve)));
  show(<Stage />);
  screen.getByText("nothing yet");
  act(() => apply(HUMAN));
  await screen.findByText("human");
  await act(async () => answer(Response.json(BOT)));
  await new Promise((resolve) => setTimeout(resolve, 50));
  screen.getByText("human");
  act(() => apply({ ...BOT, status: "waiting", updated_at: "2026-01-01T00:00:01Z" }));
  await screen.findByText("waiting");
});
