// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { draftName, dropDraft, forgetDrafts, keepDraft, putBack, readDraft } from "./drafts";

const ANNS = draftName("usr_ann", "sess_1");

test("a draft is one person's and one session's", () => {
  keepDraft(ANNS, "Hello");
  expect([ANNS, draftName("usr_bob", "sess_1"), draftName("usr_ann", "sess_2")].map(readDraft)).toEqual([
    "Hello",
    "",
    "",
  ]);
});

test("what was not sent comes back unless something newer is written, and goes once it is sent or discarded", () => {
  keepDraft(ANNS, "");
  putBack(ANNS, "not sent");
  expect(readDraft(ANNS)).toBe("not sent");
  keepDraft(ANNS, "newer");
  putBack(ANNS, "not sent");
  dropDraft(ANNS, "not sent");
  expect(readDraft(ANNS)).toBe("newer");
  dropDraft(ANNS, "newer");
  expect(readDraft(ANNS)).toBe("");
});

test("once their writer has gone, none are left, and nothing else is touched", () => {
  keepDraft(ANNS, "Hello");
  sessionStorage.setItem("other", "kept");
  forgetDrafts();
  expect([readDraft(ANNS), { ...sessionStorage }]).toEqual(["", { other: "kept" }]);
});
