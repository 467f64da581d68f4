// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { reads } from "../../api/client";
import { setStage, show, serve as stand } from "../../ui/stage";
import { DEPLOYMENTS, type Deployment, isOfModel } from "../resources";
import { useDeploymentActions } from "./state";
import { Traffic } from "./Traffic";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const PATH = "/api/deployments/dep_1";
const ARROW_RIGHT = 39;
const shares = (...weights: number[]) => weights.map((weight, place) => ({ version: place + 1, weight }));

let now: Deployment;
let sent: unknown[];

const move = (changes: Partial<Deployment>) => {
  now = { ...now, ...changes, revision: now.revision + 1 };
  return now;
};

/** What changes it is taken as the server takes it. */
function serve() {
  const change = async (request: Request): Promise<unknown> => {
    const body = await request.json();
    sent.push([new URL(request.url).pathname.slice(PATH.length), body]);
    if (body.revision !== undefined && body.revision !== now.revision)
      return Response.json({ code: "DEPLOYMENT_CHANGED" }, { status: 409 });
    const { weights, sticky = now.sticky } = body;
    return move(weights ? { traffic: weights, sticky, alias: null } : { sticky });
  };
  return stand({
    [`GET ${PATH}`]: () => now,
    "GET /api/models/churn/versions": () => ({ items: [], total: 0, total_capped: false }),
    [`PATCH ${PATH}`]: change,
    [`POST ${PATH}/traffic`]: change,
    [`POST ${PATH}/rollback`]: change,
  });
}

function Page({ refetchInterval }: { refetchInterval: number | false }) {
  const init = { params: { path: { deployment_id: "dep_1" } } };
  const { data } = reads.useQuery("get", DEPLOYMENTS.item, init, { refetchInterval });
  const actions = useDeploymentActions();
  if (!data || !isOfModel(data)) return null;
  return (
    <>
      <p>{`Revision ${data.revision}`}</p>
      {actions.map(({ key, label, onClick }) => (
        <button key={key} type="button" onClick={() => void onClick(data)}>
          {label}
        </button>
      ))}
      <Traffic deployment={data} />
    </>
  );
}

setStage();
beforeEach(() => {
  sent = [];
  now = {
    id: "dep_1",
    name: "churn",
    model: "churn",
    kind: "model",
    route: null,
    route_id: null,
    because: null,
    alias: "champion",
    status: "ready",
    reason: null,
    replicas: 1,
    max_batch_rows: 32,
    sticky: false,
    unload_after_s: null,
    batches: 0,
    traffic: shares(1000, 1, 0),
    previous_traffic: shares(1),
    revision: 7,
    live: [],
    created_at: "2026-11-29T12:00:00Z",
    updated_at: "2026-11-29T12:00:00Z",
  };
});

const slider = (version: number) => screen.findByRole("slider", { name: `Traffic to Version ${version} in percent` });
const wordsOf = async (version: number) => (await slider(version)).getAttribute("aria-valuetext");
const button = (name: string) => screen.findByRole("button", { name });
const switched = () => screen.findByRole("switch", { name: "A session stays with one version" });
const leaves = () => screen.queryByText("Once this is applied, it does not follow champion any more.");

async function shown(refetchInterval: number | false = false) {
  const calls = serve();
  const { user } = show(<Page refetchInterval={refetchInterval} />);
  await slider(1);
  const up = async (version: number, times = 1) => {
    const handle = await slider(version);
    for (let time = 0; time < times; time += 1) fireEvent.keyDown(handle, { keyCode: ARROW_RIGHT });
  };
  return { calls, user, up };
}

test("a session is kept to one version without a split, so the alias is followed on", async () => {
  const { user } = await shown();
  await user.click(await switched());
  expect(leaves()).toBeNull();
  await user.click(await button("Apply"));
  await screen.findByText("From now on a session stays with one version");
  expect(sent).toEqual([["", { sticky: true }]]);
  expect(screen.queryByRole("button", { name: "Apply" })).toBeNull();
});

test("of weights one is moved, and a small share of another one stays what it is", async () => {
  const { user, up } = await shown();
  expect([await wordsOf(1), await wordsOf(2), await wordsOf(3)]).toEqual(["99.9%", "0.1%", "0%"]);
  await up(3, 10);
  expect([await wordsOf(1), await wordsOf(2), await wordsOf(3)]).toEqual(["89.9%", "0.1%", "10%"]);
  expect(leaves()).not.toBeNull();
  await user.click(await button("Apply"));
  await screen.findByText(
    "Traffic goes to Version 1: 89.9%, Version 2: 0.1%, Version 3: 10%, once all of it is loaded",
  );
  expect(sent).toEqual([["/traffic", { weights: shares(899, 1, 100), sticky: false, revision: 7 }]]);
});

test("what was applied is shown from then on, whatever a read says that was under way", async () => {
  const { calls, user, up } = await shown();
  await up(3, 10);
  const values: (string | null)[] = [];
  const handle = await slider(3);
  new MutationObserver(() => values.push(handle.getAttribute("aria-valuetext"))).observe(handle, { attributes: true });
  await user.click(await button("Apply"));
  await screen.findByText("Revision 8");
  await waitFor(() => expect(calls.filter((call) => call === `GET ${PATH}`)).toHaveLength(2));
  expect(new Set([...values, await wordsOf(3)])).toEqual(new Set(["10%"]));
});

test("a draft of traffic that has moved meanwhile is not applied, and begins anew", async () => {
  const { user, up } = await shown(20);
  await up(3, 10);
  move({ traffic: shares(1) });
  await screen.findByText("Traffic has been moved meanwhile. It goes to Version 1 now.");
  expect(screen.queryByRole("button", { name: "Apply" })).toBeNull();
  await user.click(await button("Begin anew"));
  expect([await wordsOf(1), screen.queryAllByRole("slider").length]).toEqual(["100%", 1]);
  expect(screen.queryByText(/moved meanwhile/)).toBeNull();
});

test("a draft that is applied before the page knows of a move is refused, and says so", async () => {
  const { user, up } = await shown();
  await up(3, 10);
  move({ traffic: shares(1) });
  await user.click(await button("Apply"));
  await screen.findByText(/The deployment has been changed meanwhile/);
  await screen.findByText("Traffic has been moved meanwhile. It goes to Version 1 now.");
  expect(now.traffic).toEqual(shares(1));
});

test("a draft outlives what is changed beside traffic", async () => {
  const { user, up } = await shown(20);
  await up(3, 10);
  move({ replicas: 3 });
  await screen.findByText("Revision 8");
  await user.click(await button("Apply"));
  await waitFor(() => expect(now.traffic).toEqual(shares(899, 1, 100)));
});

test("nothing is rolled back that was changed while the question stood, and the page reads it again", async () => {
  const { user } = await shown();
  await user.click(await button("Roll back"));
  await screen.findAllByText("Roll churn back?");
  move({ traffic: shares(1), previous_traffic: shares(1000, 1, 0) });
  await user.click(screen.getAllByRole("button", { name: "Roll back" }).at(-1) as Element);
  await screen.findByText(/The deployment has been changed meanwhile/);
  expect(sent).toEqual([["/rollback", { revision: 7 }]]);
  await screen.findByText("Revision 8");
  expect(screen.queryByText(/goes back to/)).toBeNull();
});
