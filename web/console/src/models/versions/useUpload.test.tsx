// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { setStage, show } from "../../ui/stage";
import { useUpload } from "./useUpload";

const ends = vi.hoisted(() => new Map<string, () => void>());
vi.mock("../../api/upload", () => ({
  upload: (_path: string, { name }: File) =>
    new Promise((resolve) => ends.set(name, () => resolve({ version: Number(name) }))),
}));

const starts: Record<string, (file: File) => void> = {};

function Uploading({ model }: { model: string }) {
  const { current, start } = useUpload(model);
  starts[model] = start;
  return <p>{current ? `${model} is sent` : ""}</p>;
}

setStage();

function isAskedFirst(): boolean {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

test("whoever leaves is asked first until the last of several uploads has ended", async () => {
  show(["churn", "fraud"].map((model) => <Uploading key={model} model={model} />));
  expect(isAskedFirst()).toBe(false);
  await act(async () => {
    starts.churn?.(new File([], "1"));
    starts.fraud?.(new File([], "2"));
  });
  expect(isAskedFirst()).toBe(true);
  await act(async () => ends.get("1")?.());
  await screen.findByText("Version 1 of churn was uploaded");
  expect(screen.getByText("fraud is sent")).toBeDefined();
  expect(screen.queryByText("churn is sent")).toBeNull();
  expect(isAskedFirst()).toBe(true);
  await act(async () => ends.get("2")?.());
  await screen.findByText("Version 2 of fraud was uploaded");
  expect(isAskedFirst()).toBe(false);
});
