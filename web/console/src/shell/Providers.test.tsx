// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { keeper } from "../auth/tokens";
import { draftName, readDraft } from "../inbox/drafts";
import { compose } from "../models/chat/composer";

test("whoever has signed in before this loads keeps what they write over the first reload, too", async () => {
  const user = { id: "usr_ann", email: "ann@shop.example", name: "Ann", role: "owner" } as const;
  keeper.accept({ access_token: "a token", expires_in: 600, user });
  await import("./Providers");
  compose({ question: "Not sent yet" });
  window.dispatchEvent(new Event("pagehide"));
  expect(readDraft(draftName("usr_ann", "chat"))).toContain("Not sent yet");
});
