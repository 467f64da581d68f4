// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import { Schedules } from "./Schedules";

const { permissions } = vi.hoisted(() => ({ permissions: new Set<string>() }));
vi.mock("../../auth/session", () => ({ useCan: () => (permission: string) => permissions.has(permission) }));

const NIGHTLY = {
  id: 3,
  name: "nightly",
  kind: "demo.echo",
  payload: { text: "hi" },
  cron: "30 2 * * *",
  interval_s: null,
  timezone: "Asia/Shanghai",
  enabled: true,
  next_run_at: "2031-07-01T18:30:00Z",
  next_runs: ["2031-07-01T18:30:00Z", "2031-07-02T18:30:00Z"],
  last_run_at: "2026-11-29T12:00:00Z",
  last_task_id: "task_9",
};
const LIST = "GET /api/schedules";
const answers = {
  [LIST]: () => ({ items: [NIGHTLY], total: 1, total_capped: false }),
  "GET /api/tasks/kinds": () => ["demo.echo", "demo.sleep"],
};

setStage();
beforeEach(() => permissions.add("schedules.write"));

const opened = async () => within(await screen.findByRole("dialog"));

test("a schedule says when it fires in words, and leads to what it has started last", async () => {
  serve(answers);
  show(<Schedules />);
  const row = within(await screen.findByRole("row", { name: /nightly/ }));
  expect(row.getByText(/every day at 02:30/).textContent).toContain("30 2 * * *");
  expect(row.getByText(/Wed, Jul 2, 2031, 02:30 Asia\/Shanghai/)).toBeDefined();
  expect(row.getByRole("link").getAttribute("href")).toBe("/tasks?open=task_9");
});

test("one is made by an interval, of a kind that may be started, and its input is checked while it is typed", async () => {
  let body: unknown;
  const calls = serve({
    ...answers,
    "POST /api/schedules": async (request) => {
      body = await request.json();
      return Response.json({ ...NIGHTLY, id: 4 }, { status: 201 });
    },
  });
  const { user } = show(<Schedules />, { at: "/tasks/schedules?open=new" });
  const form = await opened();
  await user.type(form.getByRole("textbox", { name: "Name" }), "often");
  await user.click(form.getByRole("combobox", { name: "Task" }));
  await user.click(await screen.findByText("Demo: sleep · demo.sleep"));
  expect(calls).toContain("GET /api/tasks/kinds?startable=true");
  await user.click(form.getByText("At intervals"));
  const input = form.getByRole("textbox", { name: "Input (JSON)" });
  await user.clear(input);
  await user.type(input, "[[1]");
  await form.findByText("Must be an object: {…}");
  await user.clear(input);
  await user.type(input, '{{"seconds": 2}');
  await waitFor(() => expect(form.queryByText("Must be an object: {…}")).toBeNull());
  await user.click(form.getByRole("button", { name: "Create" }));
  await waitFor(() =>
    expect(body).toEqual({ name: "often", kind: "demo.sleep", interval_s: 300, payload: { seconds: 2 } }),
  );
});

test("a cron expression is told what is wrong with it while it is typed, which the server has to say for sure", async () => {
  let body: unknown;
  serve({
    ...answers,
    "PATCH /api/schedules/3": async (request) => {
      body = await request.json();
      return NIGHTLY;
    },
  });
  const { user } = show(<Schedules />, { at: "/tasks/schedules?open=3" });
  const form = await opened();
  const cron = form.getByRole("textbox", { name: "Cron expression" });
  await user.clear(cron);
  await user.type(cron, "99 2 * * *");
  await form.findByText(/“99” is no minute/);
  await user.click(form.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(body).toEqual({ cron: "99 2 * * *" }));
});

test("what is wrong with a cron expression is told once, as exactly as it is known", async () => {
  const errors = [{ field: "cron", message: "not a cron expression" }];
  serve({
    ...answers,
    [PREVIEW]: () => {
      const details = { errors, reasons: [{ field: "cron", type: "cron" }] };
      return Response.json({ code: "VALIDATION_FAILED", message: "", details }, { status: 422 });
    },
  });
  const { user } = show(<Schedules />, { at: "/tasks/schedules?open=new" });
  const form = await opened();
  const cron = form.getByRole("textbox", { name: "Cron expression" });
  await user.type(cron, "61 25 * * *");
  await waitFor(() => expect(cron.closest(".ant-form-item-has-error")).not.toBeNull());
  await new Promise((done) => setTimeout(done, 200)); // the words come a moment after the colour
  expect(form.queryByText(/not a cron expression/)).toBeNull();
  expect(form.getAllByText(/“61” is no minute/)).toHaveLength(1);
});

test("of a row that is changed only what differs is sent, name and kind stay", async () => {
  let body: unknown;
  serve({
    ...answers,
    "PATCH /api/schedules/3": async (request) => {
      body = await request.json();
      return NIGHTLY;
    },
  });
  const { user } = show(<Schedules />, { at: "/tasks/schedules?open=3" });
  const form = await opened();
  expect(form.getByRole<HTMLInputElement>("textbox", { name: "Name" }).disabled).toBe(true);
  const cron = form.getByRole("textbox", { name: "Cron expression" });
  await user.clear(cron);
  await user.type(cron, "0 4 * * 1-5");
  await form.findByText("Monday to Friday at 04:00");
  await user.click(form.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(body).toEqual({ cron: "0 4 * * 1-5" }));
});

test("an input that is changed is sent whole: it takes the place of the one before", async () => {
  let body: unknown;
  serve({
    [LIST]: () => ({ items: [{ ...NIGHTLY, payload: { text: "hi", times: 2 } }], total: 1, total_capped: false }),
    "PATCH /api/schedules/3": async (request) => {
      body = await request.json();
      return NIGHTLY;
    },
  });
  const { user } = show(<Schedules />, { at: "/tasks/schedules?open=3" });
  const form = await opened();
  const input = form.getByRole("textbox", { name: "Input (JSON)" });
  await user.clear(input);
  await user.type(input, '{{"text": "ho", "times": 2}');
  await user.click(form.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(body).toEqual({ payload: { text: "ho", times: 2 } }));
});

test("what is wrong with an input stands at its field, and names the entry", async () => {
  const errors = [{ field: "payload.seconds", message: "Input should be a valid number" }];
  serve({
    ...answers,
    "PATCH /api/schedules/3": () =>
      Response.json(
        {
          code: "VALIDATION_FAILED",
          message: "Some fields are wrong",
          details: { errors, reasons: [{ type: "float_parsing" }] },
        },
        { status: 422 },
      ),
  });
  const { user } = show(<Schedules />, { at: "/tasks/schedules?open=3" });
  const form = await opened();
  const input = form.getByRole("textbox", { name: "Input (JSON)" });
  await user.clear(input);
  await user.type(input, '{{"seconds": "many"}');
  await user.click(form.getByRole("button", { name: "Save" }));
  const told = await form.findByText("“seconds”: This must be a number");
  expect(told.closest(".ant-form-item")?.contains(input)).toBe(true);
});

test("it is run now from its menu", async () => {
  const calls = serve({ ...answers, "POST /api/schedules/3/run": () => ({ id: "task_10", status: "queued" }) });
  const { user } = show(<Schedules />);
  await user.click(await screen.findByRole("button", { name: "Actions for nightly" }));
  await user.click(await screen.findByRole("menuitem", { name: "Run now" }));
  await screen.findByText("A task of nightly was started");
  expect(calls).toContain("POST /api/schedules/3/run");
});

const PREVIEW = "POST /api/schedules/preview";
const runsOf = (...days: string[]) => ({ next_runs: days.map((day) => `2031-07-${day}T18:30:00Z`) });

test("the next runs of what is typed are shown once one rests, in its time zone, before it is saved", async () => {
  const bodies: unknown[] = [];
  serve({
    ...answers,
    [PREVIEW]: async (request) => {
      bodies.push(await request.json());
      return runsOf("01", "02", "03", "04", "05");
    },
  });
  const { user } = show(<Schedules />, { at: "/tasks/schedules?open=3" });
  const form = await opened();
  const shown = () => within(form.getByRole("region", { name: "Next runs" })).getAllByRole("listitem");
  expect(shown()).toHaveLength(2); // as it is stored
  await user.type(form.getByRole("textbox", { name: "Cron expression" }), "{Backspace}5");
  await waitFor(() => expect(shown()).toHaveLength(5));
  expect(shown()[4]?.textContent).toContain("Sun, Jul 6, 2031, 02:30 Asia/Shanghai");
  expect(bodies).toEqual([{ cron: "30 2 * * 5", timezone: "Asia/Shanghai" }]);
  await user.click(form.getByText("At intervals"));
  await waitFor(() => expect(bodies).toHaveLength(2));
  expect(bodies[1]).toEqual({ interval_s: 300 });
});

test("what is wrong with what is typed stands at its field, and goes with the next letter", async () => {
  const errors = [{ field: "cron", message: "never comes" }];
  serve({
    ...answers,
    [PREVIEW]: async (request) => {
      if (((await request.json()) as { cron: string }).cron !== "0 0 31 2 *") return runsOf("01");
      const details = { errors, reasons: [{ field: "cron", type: "cron_never" }] };
      return Response.json({ code: "VALIDATION_FAILED", message: "", details }, { status: 422 });
    },
  });
  const { user } = show(<Schedules />, { at: "/tasks/schedules?open=new" });
  const form = await opened();
  const cron = form.getByRole("textbox", { name: "Cron expression" });
  await user.type(cron, "0 0 31 2 *");
  await waitFor(() => expect(cron.getAttribute("aria-invalid")).toBe("true"));
  expect(form.queryByRole("region", { name: "Next runs" })).toBeNull();
  await user.type(cron, "{Backspace}1");
  await waitFor(() => expect(cron.getAttribute("aria-invalid")).not.toBe("true"));
  await form.findByRole("region", { name: "Next runs" });
});
