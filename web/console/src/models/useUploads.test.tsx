// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { setStage, show } from "../ui/stage";
import { Uploading } from "./Uploading";
import { useUploads } from "./useUploads";

type Ending = { resolve: () => void; tell: (fraction: number) => void };
const sent = vi.hoisted(() => new Map<string, Ending>());
vi.mock("../api/upload", () => ({
  upload: (
    path: string,
    _file: File,
    { onProgress, signal }: { onProgress: (fraction: number) => void; signal: AbortSignal },
  ) =>
    new Promise((resolve, reject) => {
      sent.set(path, { resolve: () => resolve("answer"), tell: onProgress });
      signal.addEventListener("abort", () => reject(signal.reason));
    }),
}));

const starts: Record<string, (name: string) => void> = {};

function Place({ path }: { path: string }) {
  const { current, start } = useUploads(path, []);
  starts[path] = (name) => start(new File([], name), {}, (answer) => `${answer} to ${name}`);
  return (
    <section aria-label={path}>
      <Uploading of={current} />
    </section>
  );
}

const progressOf = (name: string) =>
  screen
    .queryByRole("region", { name: `Uploading ${name}…` })
    ?.querySelector('[role="progressbar"]')
    ?.getAttribute("aria-valuenow");

setStage();

function isAskedFirst(): boolean {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

test("whoever leaves is asked first until the last of several uploads has ended", async () => {
  show(["/churn", "/fraud"].map((path) => <Place key={path} path={path} />));
  expect(isAskedFirst()).toBe(false);
  await act(async () => {
    starts["/churn"]?.("1");
    starts["/fraud"]?.("2");
  });
  expect(isAskedFirst()).toBe(true);
  await act(async () => sent.get("/churn?filename=1")?.resolve());
  await screen.findByText("answer to 1");
  expect([progressOf("1"), progressOf("2")]).toEqual([undefined, "0"]);
  expect(isAskedFirst()).toBe(true);
  await act(async () => sent.get("/fraud?filename=2")?.resolve());
  await screen.findByText("answer to 2");
  expect(isAskedFirst()).toBe(false);
});

test("of several files to one place each has its own progress and is cancelled by itself", async () => {
  const { user } = show(<Place path="/churn" />);
  await act(async () => {
    starts["/churn"]?.("1");
    starts["/churn"]?.("2");
  });
  await act(async () => sent.get("/churn?filename=2")?.tell(0.5));
  expect([progressOf("1"), progressOf("2")]).toEqual(["0", "50"]);
  const [first] = screen.getAllByRole("button", { name: "Cancel" });
  await user.click(first as HTMLElement);
  await screen.findByText("Upload cancelled; nothing of it was kept");
  expect([progressOf("1"), progressOf("2")]).toEqual([undefined, "50"]);
  await act(async () => sent.get("/churn?filename=2")?.resolve());
  await screen.findByText("answer to 2");
  expect(progressOf("2")).toBeUndefined();
});
