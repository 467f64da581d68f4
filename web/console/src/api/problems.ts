/** What is wrong with a field or a request, in the reader's language: by the type or code that the server names. */
import i18next from "i18next";

export interface FieldError {
  field: string;
  message: string;
}

/** Why a field is wrong: a type of Pydantic's or of Relaydesk's own, with the bounds that it names. */
export interface Reason {
  field: string;
  type: string;
  ctx?: Record<string, unknown>;
}

const WORDS = {
  missing: "needed",
  none_required: "empty",
  string_type: "text",
  int_type: "whole",
  int_parsing: "whole",
  int_from_float: "whole",
  int_parsing_size: "tooLarge",
  float_type: "number",
  float_parsing: "number",
  finite_number: "number",
  decimal_type: "number",
  decimal_parsing: "number",
  bool_type: "yesOrNo",
  bool_parsing: "yesOrNo",
  list_type: "list",
  tuple_type: "list",
  dict_type: "object",
  model_type: "object",
  model_attributes_type: "object",
  dataclass_type: "object",
  string_too_short: "tooShort",
  string_too_long: "tooLong",
  too_short: "tooFew",
  too_long: "tooMany",
  greater_than: "above",
  greater_than_equal: "atLeast",
  less_than: "below",
  less_than_equal: "atMost",
  multiple_of: "multiple",
  literal_error: "oneOf",
  enum: "oneOf",
  string_pattern_mismatch: "pattern",
  extra_forbidden: "unknown",
  date_type: "date",
  date_parsing: "date",
  date_from_datetime_parsing: "date",
  datetime_type: "time",
  datetime_parsing: "time",
  datetime_from_date_parsing: "time",
  timezone_aware: "timeZone",
  uuid_parsing: "id",
  url_type: "url",
  url_parsing: "url",
  url_scheme: "url",
  json_invalid: "json",
  json_type: "json",
} as const;

// what these mean is in their details or message: their words stand where an answer has no details, or has those of a key
const GENERAL = [
  "FORBIDDEN",
  "CONFLICT",
  "UNAVAILABLE",
  "UNAUTHENTICATED",
  "NOT_FOUND",
  "INTERNAL",
  "VALIDATION_FAILED",
];

// the keys are made of a type and a code: their type is too large to work out
const say = (key: string, values: Record<string, string> = {}): string => (i18next.t as Say)(key, values);

type Say = (key: string, values: Record<string, string>) => string;

/** Amounts as the form shows them; ids and all else as they came. */
function bounds(ctx: Record<string, unknown>): Record<string, string> {
  const shown = ([name, value]: [string, unknown]) =>
    [
      name,
      typeof value === "number" && !/(^|_)id$/.test(name) ? value.toLocaleString(i18next.language) : String(value),
    ] as const;
  return Object.fromEntries(Object.entries(ctx).map(shown));
}

/** The text of a type of Pydantic's or of ours, where there is one. */
function textOf({ type }: Reason): string | undefined {
  if (type in WORDS) return `problem.${WORDS[type as keyof typeof WORDS]}`;
  const own = `problem.reason.${type}`;
  return i18next.exists(own) ? own : undefined;
}

/** What is wrong because of something else names the type of that, too: `why` is put into the reader's words. */
function withCause(ctx: Record<string, unknown>): Record<string, unknown> {
  if (typeof ctx.why_type !== "string") return ctx;
  const cause = { field: "", type: ctx.why_type, ctx: { ...ctx, why_type: undefined } };
  return { ...ctx, why: fieldProblem({ field: "", message: String(ctx.why) }, cause) };
}

/** Words for one field; those of the server where nothing is known of the reason. */
export function fieldProblem({ message }: FieldError, reason: Reason | undefined): string {
  const text = i18next.isInitialized && reason ? textOf(reason) : undefined;
  if (!text) return message;
  const ctx = withCause(reason?.ctx ?? {});
  if (text === "problem.tooShort" && ctx.min_length === 1) return say("problem.needed");
  return say(text, bounds(ctx));
}

/** The text of a code, where it says no less than the server does. */
function textOfCode(code: string, details: Record<string, unknown>): string | undefined {
  const names = Object.keys(details);
  const isGeneral = GENERAL.includes(code) && names.length > 0;
  const key = isGeneral ? `problem.code.${[code, ...names].join("_")}` : `problem.code.${code}`;
  return i18next.exists(key) ? key : undefined;
}

/** Words for a whole answer: what is wrong with its fields, what its code means, or what the server said. */
export function problem(code: string, message: string, details: Record<string, unknown>): string {
  if (!i18next.isInitialized) return message;
  const errors = errorsIn(details);
  const reasons = reasonsIn(details);
  if (errors.length > 0)
    return errors.map((error, index) => `${error.field}: ${fieldProblem(error, reasons[index])}`).join("; ");
  const text = textOfCode(code, details);
  return text ? say(text, bounds(details)) : message;
}

export function errorsIn(details: Record<string, unknown> | undefined): FieldError[] {
  return Array.isArray(details?.errors) ? (details.errors as FieldError[]) : [];
}

/** One for each of the errors, in their order; none where the server names no reasons. */
export function reasonsIn(details: Record<string, unknown> | undefined): Reason[] {
  return Array.isArray(details?.reasons) ? (details.reasons as Reason[]) : [];
}
