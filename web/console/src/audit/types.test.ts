// @vitest-environment happy-dom
import { beforeAll, expect, test } from "vitest";
import { speak, startI18n } from "../i18n";
import {
  type AuditEntry,
  actionOf,
  codeOf,
  countIn,
  detailsIn,
  detailsOf,
  nameOfTarget,
  titleOfTarget,
  wordsOfTarget,
} from "./types";

test("a change is told with the old and the new value of each field that differs", () => {
  const before = { base_url: "https://one.example", auth: "bearer", note: null };
  const after = { base_url: "https://two.example", auth: "bearer", note: "moved" };
  expect(detailsOf({ before, after, resting: 2 })).toEqual([
    { name: "base_url", before: "https://one.example", value: "https://two.example" },
    { name: "note", before: "–", value: "moved" },
    { name: "resting", before: undefined, value: "2" },
  ]);
});

test("what there was not before is told as nothing", () => {
  expect(detailsOf({ before: null, after: { shop_domain: "demo", token: null } })).toEqual([
    { name: "shop_domain", before: "–", value: "demo" },
  ]);
});

test("whatever else was recorded is told as it is", () => {
  expect(detailsOf({ fields: ["name", "role"], to: "Bob", to_id: "usr_1", limits: { a: 1 }, before: "x" })).toEqual([
    { name: "fields", before: undefined, value: "name, role" },
    { name: "to", before: undefined, value: "Bob" },
    { name: "limits", before: undefined, value: '{"a":1}' },
    { name: "before", before: undefined, value: "x" },
  ]);
});

test("changes stand by themselves, and a target is called by the name that was recorded", () => {
  expect(detailsOf({ changes: { name: "Shop 2", is_active: true } })).toEqual([
    { name: "name", before: undefined, value: "Shop 2" },
    { name: "is_active", before: undefined, value: "true" },
  ]);
  const entry = {
    action: "route.changed",
    target: "route 7",
    actor: "user_1",
    actor_name: "Nora",
    details: {},
  } as AuditEntry;
  expect(nameOfTarget({ ...entry, details: { model: "gpt-shop" } })).toBe("gpt-shop");
  expect(nameOfTarget({ ...entry, target: "user_1" })).toBe("Nora");
  expect(nameOfTarget(entry)).toBe(undefined);
  expect(nameOfTarget({ ...entry, details: { kind: "demo.echo" } })).toBe("Demo: echo");
  expect(nameOfTarget({ ...entry, action: "session.erased", target: "sess_12ab" })).toBe("Visitor 12AB");
});

test("a target without a row has words of its own", () => {
  expect(wordsOfTarget("Erase old conversations")).toBe("audit.targetOf.erase_old_conversations");
  expect(wordsOfTarget("statistics by model")).toBe("audit.targetOf.statistics");
  expect(wordsOfTarget("12 upstream keys")).toBe("audit.targetOf.upstream_keys");
  expect([countIn("12 upstream keys"), countIn("upstream 12")]).toEqual([12, undefined]);
});

beforeAll(startI18n);

test("traffic and the fields of a deployment are told as its page has them", async () => {
  await speak("en");
  const traffic = [
    { version: 1, weight: 1 },
    { version: 2, weight: 3 },
  ];
  const changes = { replicas: 2, max_batch_rows: 16, sticky: true };
  expect(detailsIn({ traffic, changes }).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    "Traffic: Version 1: 25%, Version 2: 75%",
    "Replicas: 2",
    "Rows computed together: 16",
    "A session stays with one version: Yes",
  ]);
});

test.each([
  ["en", "signed in ", "user.signed_in"],
  ["en", "Conversation taken over", "session.take"],
  ["en", "user.", "user."],
  ["zh-CN", "登录", "user.signed_in"],
] as const)("an action is found by its words, in %s", async (language, words, code) => {
  await speak(language);
  expect(codeOf(words)).toBe(code);
});

test("what is typed of an action takes the first that is offered for it, where it is neither its words nor its code", async () => {
  await speak("en");
  const offered = ["key.", "key.created", "user.signed_in", "user.signed_out"].map((value) => ({
    value,
    label: `${actionOf(value) ?? ""} · ${value}`,
  }));
  const typed = ["signed", "Signed out", "key.", "key.cr", "nothing such", ""];
  expect(typed.map((text) => codeOf(text, offered))).toEqual([
    "user.signed_in",
    "user.signed_out",
    "key.",
    "key.cr",
    "nothing such",
    "",
  ]);
});

test.each([
  ["en", ["Kinds: Demo: fail, Demo: sleep", "Tasks: task_1, task_2"], "Model plus"],
  ["zh-CN", ["类型: 演示：失败, 演示：等待", "任务: task_1, task_2"], "模型 plus"],
] as const)(
  "tasks that were acted on together and the kind of a target have words, in %s",
  async (language, said, title) => {
    await speak(language);
    const details = { kinds: ["demo.fail", "demo.sleep"], task_ids: ["task_1", "task_2"] };
    expect(detailsIn(details).map(({ name, value }) => `${name}: ${value}`)).toEqual(said);
    expect([titleOfTarget("model plus"), titleOfTarget("merch_1")]).toEqual([title, "merch_1"]);
  },
);
