// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { keeper } from "../auth/tokens";
import { draftName, readDraft } from "../inbox/drafts";
import { compose } from "../models/chat/composer";
import { useUploads } from "../models/useUploads";
import { serve, setStage, show } from "../ui/stage";
import { Rail } from "./Rail";

const sent = vi.hoisted(() => [] as AbortSignal[]);
vi.mock("../api/upload", () => ({
  upload: (_path: string, _file: File, { signal }: { signal: AbortSignal }) =>
    new Promise((_, reject) => {
      sent.push(signal);
      signal.addEventListener("abort", () => reject(signal.reason));
    }),
}));

setStage();

// as it loads: once somebody has signed in
beforeEach(async () => {
  const user = { id: "usr_ann", email: "ann@shop.example", name: "Ann", role: "owner" } as const;
  keeper.accept({ access_token: "a token", expires_in: 600, user });
  await import("./Providers");
});

test("whoever signs in keeps what they write over the first reload, too", () => {
  compose({ question: "Not sent yet" });
  window.dispatchEvent(new Event("pagehide"));
  expect(readDraft(draftName("usr_ann", "chat"))).toContain("Not sent yet");
});

function Place() {
  const { current, start } = useUploads("/churn", []);
  return (
    <button type="button" onClick={() => start(new File([], "big.onnx"), {}, () => "")}>
      {current.length}
    </button>
  );
}

test("signing out asks first while a file is sent, and ends that", async () => {
  const ann = { id: "usr_ann", email: "ann@shop.example", name: "Ann", role: "owner", permissions: [] };
  serve({ "GET /api/auth/me": () => ann, "POST /api/auth/logout": () => new Response(null, { status: 204 }) });
  const { user } = show([<Place key="place" />, <Rail key="rail" />]);
  await user.click(screen.getByRole("button", { name: "0" }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await user.click(await screen.findByRole("button", { name: /Profile and settings$/ }));
  await user.click(await screen.findByRole("button", { name: /Sign out$/ }));
  const question = within(await screen.findByRole("dialog"));
  expect(sent[0]?.aborted).toBe(false);
  await user.click(question.getByRole("button", { name: "Sign out" }));
  await vi.waitFor(() => expect(sent[0]?.aborted).toBe(true));
  await screen.findByRole("button", { name: "0" });
  expect(keeper.current).toBeUndefined();
});
