// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Usage } from "../../api/playground";
import { serve, setStage, show } from "../../ui/stage";
import { Pane } from "./Pane";
import type { Turn } from "./useChat";

setStage();

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const TURN: Turn = {
  id: 1,
  model: "large",
  question: "Hello",
  answer: "Yes",
  state: "done",
  finish: "stop",
  totalMs: 5,
};

function showTurn(changes: Partial<Turn>) {
  show(<Pane model="large" turns={[{ ...TURN, ...changes }]} hasMissed={false} />);
}

test.each([
  ["length", /reached the most tokens/],
  ["content_filter", /content filter/],
  [null, /without the upstream saying that it is complete/],
])("an answer that ends with %s has a word under it", (finish, words) => {
  showTurn({ finish });
  expect(screen.getByRole("alert").textContent).toMatch(words);
});

test("a whole answer has none", () => {
  showTurn({});
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a stopped answer leads to its row in the log, in a tab of its own", () => {
  showTurn({ state: "stopped", requestId: "try_1" });
  const link = screen.getByRole("link", { name: "In the log" });
  expect([link.getAttribute("href"), link.getAttribute("target")]).toEqual(["/gateway/log?q=try_1", "_blank"]);
});

test.each([
  ["UPSTREAM_UNREACHABLE", 1],
  ["MODEL_NOT_FOUND", 0], // has no row
])("%s leads to the log %i times", (code, count) => {
  showTurn({ state: "failed", requestId: "try_1", problem: { code, message: "" } });
  expect(screen.queryAllByRole("link", { name: "In the log" })).toHaveLength(count);
});

test("a refused key leads to the upstream's keys", async () => {
  serve({ "GET /api/admin/upstreams": () => ({ items: [{ id: 7, name: "chatty" }], total: 1 }) });
  const usage = { request_id: "try_1", upstream: "chatty", cost_nanos: null } as Usage;
  const problem = { code: "UPSTREAM_REFUSED", message: "The upstream 'chatty' answered 401", status: 401 };
  showTurn({ state: "failed", answer: "", requestId: "try_1", usage, problem });
  screen.getByText(/look at its keys/);
  const link = await screen.findByRole("link", { name: "Keys of chatty" });
  expect(link.getAttribute("href")).toBe("/gateway/keys?upstream_id=7");
});

test("a model that was added later says that it has missed messages", () => {
  show(<Pane model="small" turns={[]} hasMissed />);
  screen.getByText("This model does not know the messages that were sent without it.");
  expect(screen.queryByText("Nothing has been asked yet.")).toBeNull();
});
