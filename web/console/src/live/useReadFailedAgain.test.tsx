// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { reads } from "../api/client";
import { sharedValue } from "../sharedValue";
import { Loaded } from "../ui/Loaded";
import { serve, setStage, show } from "../ui/stage";
import { useReadFailedAgain } from "./useReadFailedAgain";

const stream = vi.hoisted(() => ({ use: (): boolean => false }));
vi.mock("./stream", () => ({ useIsAny: () => stream.use() }));
vi.mock("../auth/tokens", () => ({ keeper: { token: async () => "a token" } }));

setStage();

function Page() {
  useReadFailedAgain();
  const kinds = reads.useQuery("get", "/api/tasks/kinds");
  const queues = reads.useQuery("get", "/api/tasks/queues");
  return (
    <>
      <Loaded of={kinds}>{(names) => <p>{names.join()}</p>}</Loaded>
      <Loaded of={queues}>{(names) => <p>{names.join()}</p>}</Loaded>
    </>
  );
}

test("what failed while the server was away is read again once the stream stands, and nothing else", async () => {
  const isOpen = sharedValue(false);
  stream.use = isOpen.use;
  let isAway = true;
  const calls = serve({
    "GET /api/tasks/kinds": () => (isAway ? Promise.reject(new TypeError("fetch failed")) : ["demo.echo"]),
    "GET /api/tasks/queues": () => ["default"],
  });
  show(<Page />);
  await screen.findByText("default");
  await screen.findByRole("button", { name: "Try again" });
  isAway = false;
  act(() => isOpen.set(true));
  await screen.findByText("demo.echo");
  expect(calls.toSorted()).toEqual(["GET /api/tasks/kinds", "GET /api/tasks/kinds", "GET /api/tasks/queues"]);
});
