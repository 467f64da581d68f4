// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { Tasks } from "./Tasks";

const { permissions } = vi.hoisted(() => ({ permissions: new Set<string>() }));
vi.mock("../auth/session", () => ({ useCan: () => (permission: string) => permissions.has(permission) }));

const TASK = {
  id: "task_1",
  kind: "demo.echo",
  owner: "system",
  status: "queued",
  priority: 0,
  attempt: 0,
  max_attempts: 3,
  uncounted_attempts: [],
  progress: 0,
  message: "",
  error: null,
  error_code: null,
  queue: "default",
  batch_id: null,
  depends_on: [],
  worker: null,
  created_at: "2026-11-29T12:00:00Z",
  run_at: "2026-11-29T12:00:00Z",
  started_at: null,
  finished_at: null,
  payload: {},
  result: null,
  checkpoint: null,
};
const OTHER = {
  ...TASK,
  id: "task_2",
  kind: "demo.fail",
  status: "failed",
  attempt: 3,
  error: "DemoFailure: on purpose",
  error_code: "HANDLER_FAILED",
};
const LIST = "GET /api/tasks";
const answers = {
  [LIST]: () => ({ items: [TASK, OTHER], total: 2, total_capped: false }),
  "GET /api/tasks/kinds": () => ["demo.echo", "demo.fail"],
};

setStage();
beforeEach(() => permissions.add("tasks.write"));

test("filters stand in the address and are asked for", async () => {
  const calls = serve(answers);
  const { router, user } = show(<Tasks />, { at: "/tasks?status=failed&queue=slow&batch_id=batch_1&kind=demo.fail" });
  await screen.findByRole("row", { name: /demo\.fail/ });
  expect(calls).toContain("GET /api/tasks?status=failed&kind=demo.fail&queue=slow&batch_id=batch_1&limit=50&offset=0");
  await user.clear(screen.getByRole("textbox", { name: "Batch" }));
  await waitFor(() => expect(router.state.location.search).toBe("?status=failed&queue=slow&kind=demo.fail"));
});

test("a queue is chosen from those that there are, by a part of its name", async () => {
  const calls = serve({ ...answers, "GET /api/tasks/queues": () => ["bulk-customer-imports", "default"] });
  const { user } = show(<Tasks />);
  await user.type(await screen.findByRole("combobox", { name: "Queue" }), "bulk");
  await user.click(await screen.findByTitle("bulk-customer-imports"));
  await waitFor(() => expect(calls).toContain("GET /api/tasks?queue=bulk-customer-imports&limit=50&offset=0"));
});

test("tasks picked are cancelled once that was confirmed, and those that refuse say why", async () => {
  let body: unknown;
  const shown = vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => {});
  serve({
    ...answers,
    [LIST]: () => ({ items: [TASK, OTHER, { ...TASK, id: "task_3" }], total: 3, total_capped: false }),
    "POST /api/tasks/bulk": async (request) => {
      body = await request.json();
      const details = { action: "cancel", status: "succeeded" };
      const refusal = { id: "task_3", code: "TASK_STATUS_CONFLICT", message: "In English", details };
      return { done: ["task_1"], refused: [refusal] };
    },
  });
  const { user } = show(<Tasks />);
  await user.click(await screen.findByRole("checkbox", { name: "Select task_1" }));
  await user.click(screen.getByRole("checkbox", { name: "Select task_2" }));
  await user.click(screen.getByRole("checkbox", { name: "Select task_3" }));
  const bar = within(screen.getByRole("region", { name: "Actions for selected tasks" }));
  expect(bar.getByText("3 tasks selected")).toBeDefined();
  await user.click(bar.getByRole("button", { name: "Cancel" }));
  const question = within(await screen.findByRole("dialog"));
  expect(question.getAllByText("Cancel 2 of 3 tasks?").length).toBeGreaterThan(0);
  expect(body).toBeUndefined();
  await user.click(question.getByRole("button", { name: "Cancel them" }));
  await screen.findByText("1 task cancelled");
  expect(body).toEqual({ ids: ["task_1", "task_3"], action: "cancel" });
  const told = within(
    await screen.findByText("1 task refused").then((title) => title.closest(".ant-alert") as HTMLElement),
  );
  expect(told.getByRole("listitem").textContent).toBe(
    "Demo: echo task_3 The task cannot be changed so (cancel): its status is “Done”.",
  );
  expect(told.getByRole("listitem").closest(".ant-alert")).toBe(shown.mock.contexts[0]);
  expect(bar.getByText("1 task selected")).toBeDefined();
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Select task_3" }).checked).toBe(true);
});

test("tasks picked are offered only what one of them can take", async () => {
  serve(answers);
  const { user } = show(<Tasks />);
  await user.click(await screen.findByRole("checkbox", { name: "Select task_2" }));
  const bar = within(screen.getByRole("region", { name: "Actions for selected tasks" }));
  const offered = () =>
    bar
      .getAllByRole<HTMLButtonElement>("button")
      .filter(({ disabled }) => !disabled)
      .map(({ textContent }) => textContent);
  expect(offered()).toEqual(["Run again", "Clear"]);
  await user.click(screen.getByRole("checkbox", { name: "Select task_1" }));
  expect(offered()).toEqual(["Cancel", "Run again", "Pause", "Clear"]);
});

test("who may not write is offered neither boxes nor actions", async () => {
  permissions.clear();
  serve(answers);
  const { user } = show(<Tasks />);
  const row = within(await screen.findByRole("row", { name: /demo\.echo/ }));
  expect(screen.queryByRole("checkbox")).toBeNull();
  await user.click(row.getByRole("button", { name: "Actions for Demo: echo" }));
  expect((await screen.findByRole("menuitem", { name: "Cancel" })).getAttribute("aria-disabled")).toBe("true");
});

test("a task's log is asked for once whole, then only for what is new, until the task has ended", async () => {
  let status = "running";
  const line = (id: number) => ({
    id,
    at: TASK.created_at,
    attempt: 1,
    level: "info",
    message: `line ${id}`,
    detail: null,
  });
  const calls = serve({
    ...answers,
    "GET /api/tasks/task_1": () => ({ ...TASK, status, attempt: 1, started_at: TASK.created_at }),
    "GET /api/tasks/task_1/log": (request) => {
      const after = Number(new URL(request.url).searchParams.get("after"));
      if (after === 1) status = "succeeded";
      return { items: after < 2 ? [line(after + 1)] : [], next_after: Math.min(2, after + 1) };
    },
  });
  show(<Tasks />, { at: "/tasks?open=task_1" });
  const log = await screen.findByRole("log", { name: "Log" });
  await waitFor(() => expect(log.textContent).toMatch(/line 1.*line 2/));
  await waitFor(() => expect(calls.filter((call) => call.includes("/log")).at(-1)).toContain("after=2"));
  expect(log.textContent?.match(/line/g)).toHaveLength(2);
}, 20_000);

test("what a task depends on is told with its status, and leads there", async () => {
  serve({
    ...answers,
    "GET /api/tasks/task_1": () => ({ ...TASK, status: "waiting", depends_on: ["task_2", "task_gone"] }),
    "GET /api/tasks/task_1/log": () => ({ items: [], next_after: 0 }),
    "GET /api/tasks/task_2": () => ({ ...OTHER, status: "running", progress: 0.997 }),
  });
  const { user, router } = show(<Tasks />, { at: "/tasks?open=task_1" });
  const drawer = within(await screen.findByRole("dialog"));
  expect(await drawer.findByRole("link", { name: "task_gone" })).toBeDefined();
  await user.click(await drawer.findByRole("link", { name: "Demo: fail Running 99%" }));
  expect(router.state.location.search).toBe("?open=task_2");
});

const opened = {
  "GET /api/tasks/task_1/log": () => ({ items: [], next_after: 0 }),
};

test("a task is cancelled once that was confirmed, and one that runs is said to be on its way there", async () => {
  const calls = serve({
    ...answers,
    ...opened,
    "GET /api/tasks/task_1": () => ({ ...TASK, status: "running", started_at: TASK.created_at }),
    "POST /api/tasks/task_1/cancel": () => ({ ...TASK, status: "running", started_at: TASK.created_at }),
  });
  const { user } = show(<Tasks />, { at: "/tasks?open=task_1" });
  const button = await screen.findByRole("button", { name: "Cancel" });
  expect(button.className).toContain("dangerous");
  await user.click(button);
  const agree = await screen.findByRole("button", { name: "Cancel the task" });
  expect(screen.getAllByText("Cancel the task Demo: echo (task_1)?").length).toBeGreaterThan(0);
  await screen.findByText("It ends within seconds, and can be run again later.");
  expect(calls).not.toContain("POST /api/tasks/task_1/cancel");
  await user.click(agree);
  await screen.findByText("1 running task is being cancelled");
  expect(calls.filter((call) => call.startsWith("POST"))).toEqual(["POST /api/tasks/task_1/cancel"]);
}, 20_000);

test("a task that still runs looks done nowhere, be it as good as that", async () => {
  const running = { ...TASK, status: "running", started_at: TASK.created_at, progress: 0.997 };
  serve({
    ...answers,
    ...opened,
    [LIST]: () => ({ items: [running], total: 1, total_capped: false }),
    "GET /api/tasks/task_1": () => running,
  });
  show(<Tasks />, { at: "/tasks?open=task_1" });
  await within(await screen.findByRole("dialog")).findByRole("progressbar");
  const bars = [...document.querySelectorAll("[role=progressbar]")];
  expect(bars.map((bar) => bar.getAttribute("aria-valuenow"))).toEqual(["99", "99"]);
  expect(document.querySelector(".ant-progress-status-success")).toBeNull();
});

test("attempts that do not count are no part of their number", async () => {
  const rested = { attempt: 2, max_attempts: 5, uncounted_attempts: [1, 2], status: "paused" };
  serve({ ...answers, [LIST]: () => ({ items: [{ ...TASK, ...rested }], total: 1, total_capped: false }) });
  show(<Tasks />, { at: "/tasks" });
  expect(await screen.findByRole("row", { name: /1 \/ 3/ })).toBeDefined();
});

test("of one task that waits, the question speaks of one that does not run", async () => {
  serve({ ...answers, ...opened, "GET /api/tasks/task_1": () => TASK });
  const { user } = show(<Tasks />, { at: "/tasks?open=task_1" });
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  await screen.findByText("It can be run again later.");
});

/** A task that is paused once somebody asks for it. */
function servePausable(): string[] {
  let task = TASK;
  return serve({
    ...answers,
    ...opened,
    "GET /api/tasks/task_1": () => task,
    "POST /api/tasks/task_1/pause": () => {
      task = { ...TASK, status: "paused" };
      return task;
    },
  });
}

/** By its text alone: a look for roles takes longer than a double click. */
const goOn = () => [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Go on");

test("what can be done to a task that was paused can be done at once", async () => {
  const calls = servePausable();
  const { user } = show(<Tasks />, { at: "/tasks?open=task_1" });
  await user.click(await screen.findByRole("button", { name: "Pause" }));
  await waitFor(() => expect(goOn()).toBeDefined());
  expect(goOn()?.disabled).toBe(false);
  goOn()?.click();
  await waitFor(() => expect(calls).toContain("POST /api/tasks/task_1/resume"));
}, 20_000);

test("a double click pauses a task, and does not make it go on", async () => {
  const calls = servePausable();
  const { user } = show(<Tasks />, { at: "/tasks?open=task_1" });
  await user.dblClick(await screen.findByRole("button", { name: "Pause" }));
  await waitFor(() => expect(goOn()).toBeDefined());
  fireEvent.click(goOn() as HTMLButtonElement, { detail: 2 });
  await screen.findByText("1 task paused");
  expect(calls.filter((call) => call.startsWith("POST"))).toEqual(["POST /api/tasks/task_1/pause"]);
}, 20_000);
