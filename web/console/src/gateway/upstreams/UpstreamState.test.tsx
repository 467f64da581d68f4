// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { speak } from "../../i18n";
import { setStage, show } from "../../ui/stage";
import type { Upstream } from "../resources";
import { UpstreamState } from "./UpstreamState";

const KEYS = { active: 1, disabled: 0, banned: 0 };
const WELL = {
  enabled: true,
  keys: KEYS,
  awaiting_keys: 0,
  held_until: null,
  held_reason: null,
  held_because: null,
} as Upstream;
const stateWith = (errors: number) => {
  show(<UpstreamState of={WELL} unserved={undefined} sums={{ requests: 4, errors }} />);
};

setStage();

test("an upstream whose keys are all refused is not called ready", async () => {
  stateWith(4);
  await screen.findByText("Most requests fail");
  expect(screen.queryByText("Ready")).toBeNull();
});

test("why an upstream is not well is said by keyboard, too", async () => {
  stateWith(4);
  screen.getByRole("button", { name: "Most requests fail" }).focus();
  await screen.findByText("100% of its requests failed in 24 hours");
});

test("keys that rest are said before a hold that is over, and after one that is not", async () => {
  const at = (ms: number) => ({ ...WELL, awaiting_keys: 1, held_until: new Date(Date.now() + ms).toISOString() });
  show(<UpstreamState of={at(-60_000)} unserved={undefined} />);
  await screen.findByText("1 key rests");
  show(<UpstreamState of={at(60_000)} unserved={undefined} />);
  await screen.findByText("Held back");
});

test("why an upstream is held is said in the reader's language", async () => {
  const reason = {
    held_reason: "3 attempts in a row failed",
    held_because: { type: "held_unanswered", ctx: { count: 3 }, parts: [] },
  };
  await speak("zh-CN");
  show(<UpstreamState of={{ ...WELL, ...reason, held_until: "2100-01-01T00:00:00Z" }} unserved={undefined} />);
  screen.getByRole("button", { name: "暂停请求" }).focus();
  await screen.findByText(/连续 3 次尝试失败/);
  await speak("en");
});

test("an upstream that mostly answers is ready", async () => {
  stateWith(1);
  await screen.findByText("Ready");
});
