import i18next from "i18next";
import { afterAll, beforeAll, expect, test } from "vitest";
import en from "../locales/en.json";
import zh from "../locales/zh-CN.json";
import { ApiError, reasonText } from "./errors";

beforeAll(async () => {
  const resources = { en: { translation: en }, "zh-CN": { translation: zh } };
  await i18next.init({ lng: "zh-CN", fallbackLng: "en", resources, interpolation: { escapeValue: false } });
});

afterAll(() => i18next.changeLanguage("en"));

function invalid(message: string, type?: string, ctx?: Record<string, unknown>): ApiError {
  const errors = [{ field: "timeout_ms", message }];
  const reasons = type ? [{ field: "timeout_ms", type, ...(ctx ? { ctx } : {}) }] : undefined;
  const details = { errors, ...(reasons ? { reasons } : {}) };
  return new ApiError(422, { code: "VALIDATION_FAILED", message: "Some fields are not valid: timeout_ms", details });
}

test.each([
  ["int_parsing", undefined, "此项必须是整数", "This must be a whole number"],
  ["missing", undefined, "此项必填", "This field is needed"],
  ["string_too_short", { min_length: 1 }, "此项必填", "This field is needed"],
  ["string_too_short", { min_length: 8 }, "至少需要 8 个字符", "This needs 8 characters or more"],
  ["less_than_equal", { le: 3_600_000 }, "不能大于 3,600,000", "This must be 3,600,000 or less"],
  ["literal_error", { expected: "'a' or 'b'" }, "必须是以下之一：'a' or 'b'", "This must be one of 'a' or 'b'"],
])("a reason %s is said in the reader's language", async (type, ctx, chinese, english) => {
  const error = invalid("Input should be something", type, ctx);
  await i18next.changeLanguage("zh-CN");
  expect(error.fieldErrors).toEqual([{ field: "timeout_ms", message: chinese }]);
  expect(invalid("Input should be something", type, ctx).message).toBe(`timeout_ms: ${chinese}`);
  await i18next.changeLanguage("en");
  expect(error.fieldErrors).toEqual([{ field: "timeout_ms", message: english }]);
});

test("the server's words stand where nothing is known of the reason", () => {
  expect(invalid("points to itself").fieldErrors[0]?.message).toBe("points to itself");
  expect(invalid("points to itself", "value_error").message).toBe("timeout_ms: points to itself");
});

test("a reason of the product's own has words in each language, with its bounds filled in", async () => {
  await i18next.changeLanguage("zh-CN");
  expect(invalid("must not lie before", "before_log", { since: "2026-01-31" }).message).toBe(
    "timeout_ms: 使用这么多筛选条件时，不能早于 2026-01-31",
  );
  const import_impossible = {
    thing: "route",
    place: "targets.0.weight",
    why: "should be",
    why_type: "less_than_equal",
  };
  expect(invalid("has a route", "import_impossible", { ...import_impossible, le: 100 }).message).toBe(
    "timeout_ms: 无法创建路由：targets.0.weight：不能大于 100",
  );
  await i18next.changeLanguage("en");
  expect(invalid("is yourself", "to_yourself").fieldErrors[0]?.message).toBe(
    "You cannot transfer a session to yourself",
  );
});

test("an answer that names no field says what the server does", () => {
  const message = "A value holds characters or numbers that cannot be stored";
  expect(new ApiError(422, { code: "VALIDATION_FAILED", message, details: { errors: [] } }).message).toBe(message);
});

test("an id is no amount", async () => {
  await i18next.changeLanguage("en");
  expect(invalid("there is no upstream 12345", "upstream_unknown", { id: 12345 }).fieldErrors[0]?.message).toBe(
    "There is no upstream 12345",
  );
});

test.each([
  [
    "TASK_STATUS_CONFLICT",
    { action: "retry", status: "running" },
    "任务当前为“运行中”，不能执行此操作（重新运行）。",
    "The task cannot be changed so (run again): its status is “Running”.",
  ],
  [
    "TASK_STATUS_CONFLICT",
    { action: "pause", status: "running" },
    "此类任务在运行中不能暂停。",
    "Tasks of this kind cannot be paused while they run.",
  ],
  [
    "SESSION_STATUS_CONFLICT",
    { action: "takeover", status: "closed" },
    "会话当前为“已结束”，不能执行此操作（接管）。",
    "The conversation cannot be changed so (take over): its status is “Closed”.",
  ],
  [
    "OPERATOR_AT_CAPACITY",
    { max_sessions: 5 },
    "您已接待 5 个会话，达到上限，请先结束或交还一个。",
    "You already hold as many conversations as you may (5). Close one or hand it back first.",
  ],
  [
    "BODY_TOO_LARGE",
    { limit_bytes: 1_048_576 },
    "内容过大，无法发送，最多 1,048,576 字节。",
    "This is too large to send: it may have 1,048,576 bytes at most.",
  ],
])("the words of %s name the facts %o", async (code, details, chinese, english) => {
  const said = () => new ApiError(409, { code, message: "what happened exactly", details }).message;
  await i18next.changeLanguage("zh-CN");
  expect(said()).toBe(chinese);
  await i18next.changeLanguage("en");
  expect(said()).toBe(english);
});

test.each([
  ["UPSTREAM_NAME_TAKEN", { name: "acme" }, "已有名为“acme”的上游。"],
  ["CONFLICT", {}, "其他人已抢先操作，或当前状态不允许，请刷新后重试。"],
  ["CONFLICT", { sync_id: "sync_1" }, "该商户的同步仍在进行。"],
  ["FORBIDDEN", { permission: "desk.write" }, "只有可以“回复会话”的人才能这样做。请联系所有者或管理员。"],
  // what a general code says is less than what the server does
  ["CONFLICT", { task_id: "task_1" }, "what happened exactly"],
  ["SOMETHING_NEW", {}, "what happened exactly"],
])("the code %s with %o is said with the best words there are", async (code, details, words) => {
  await i18next.changeLanguage("zh-CN");
  expect(new ApiError(409, { code, message: "what happened exactly", details }).message).toBe(words);
});

test("a code that is known has words of its own, a wrong own password those of its field", async () => {
  await i18next.changeLanguage("zh-CN");
  const said = { code: "WRONG_CREDENTIALS", message: "The e-mail address or password is wrong." };
  expect(new ApiError(403, said).message).toBe("邮箱或密码错误。");
  const errors = [{ field: "current_password", message: "is not your current password" }];
  const details = { errors, reasons: [{ field: "current_password", type: "wrong_password" }] };
  expect(new ApiError(403, { ...said, details }).fieldErrors).toEqual([
    { field: "current_password", message: "当前密码不正确" },
  ]);
});

test("a value that is taken is told at its field in the words of the code", async () => {
  await i18next.changeLanguage("zh-CN");
  const message = "There is an upstream named 'acme, $t(x)' already";
  const ctx = { name: "acme, $t(x)" };
  const reasons = [{ field: "name", type: "upstream_name_taken", ctx }];
  const details = { ...ctx, errors: [{ field: "name", message }], reasons };
  const error = () => new ApiError(409, { code: "UPSTREAM_NAME_TAKEN", message, details });
  expect(error().fieldErrors).toEqual([{ field: "name", message: "已有名为“acme, $t(x)”的上游。" }]);
  await i18next.changeLanguage("en");
  expect(error().fieldErrors).toEqual([
    { field: "name", message: "There is already an upstream named “acme, $t(x)”." },
  ]);
});

test("what an answer names as a reason is said in words, with what it names", async () => {
  await i18next.changeLanguage("zh-CN");
  const message = "The upstream answered 401";
  expect(reasonText({ message, type: "upstream_status", ctx: { status: 401 } })).toBe("应答状态为 401");
  expect(reasonText({ message, type: "of_tomorrow", ctx: {} })).toBe(message);
});

const body = (text: string) => ({ type: "condition_body_contains", ctx: { text } });
const status = { type: "condition_status_is", ctx: { status: 200 } };

test.each([
  [
    { type: "condition_met", parts: [status, body("额度")] },
    "状态码为 200，正文包含“额度”",
    "status is 200, body contains “额度”",
  ],
  [
    { type: "condition_not", parts: [{ type: "condition_all", parts: [status, body("$t(x)")] }] },
    "并非（状态码为 200 且 正文包含“$t(x)”）",
    "not (status is 200 and body contains “$t(x)”)",
  ],
  [
    { type: "condition_not", parts: [{ type: "condition_any", parts: [status, body("a, b")] }] },
    "并非（状态码为 200 或 正文包含“a, b”）",
    "not (status is 200 or body contains “a, b”)",
  ],
  [{ type: "condition_not", parts: [status] }, "并非状态码为 200", "not status is 200"],
  [
    { type: "condition_met", parts: [status, { type: "condition_more", ctx: { count: 3 } }] },
    "状态码为 200，另有 3 项",
    "status is 200, 3 more",
  ],
])("a reason that is made of others joins their words: %o", async (reason, chinese, english) => {
  await i18next.changeLanguage("zh-CN");
  expect(reasonText({ message: "said", ...reason })).toBe(chinese);
  await i18next.changeLanguage("en");
  expect(reasonText({ message: "said", ...reason })).toBe(english);
});

test("a reason made of one that is not known is said as the server says it", () => {
  const parts = [status, { type: "of_tomorrow", ctx: {} }];
  expect(reasonText({ message: "said", type: "condition_met", parts })).toBe("said");
});

test("an inference is refused in the words of the model", () => {
  expect(new ApiError(400, { error: "the model takes [?, 3]" }).message).toBe("the model takes [?, 3]");
});
