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
  wrong_password: "wrongPassword",
} as const;

const CODES = [
  "WRONG_CREDENTIALS",
  "RATE_LIMITED",
  "FORBIDDEN",
  "CONFLICT",
  "INTERNAL",
  "UNAVAILABLE",
  "DATABASE_UNAVAILABLE",
  "SIGN_IN_BUSY",
  "BODY_TOO_LARGE",
  "REGISTRATION_CLOSED",
  "INVITATION_REFUSED",
  "EMAIL_TAKEN",
  "LAST_OWNER",
  "SCHEDULE_NAME_TAKEN",
] as const;

const GENERAL = ["FORBIDDEN", "CONFLICT", "UNAVAILABLE"];

// the keys are made of a type and a code: their type is too large to work out
const say = (key: string, values: Record<string, string> = {}): string => (i18next.t as Say)(key, values);

type Say = (key: string, values: Record<string, string>) => string;

/** Numbers as the form shows them; all else as it came. */
function bounds(ctx: Record<string, unknown>): Record<string, string> {
  const shown = ([name, value]: [string, unknown]) =>
    [name, typeof value === "number" ? value.toLocaleString(i18next.language) : String(value)] as const;
  return Object.fromEntries(Object.entries(ctx).map(shown));
}

/** Words for one field; those of the server where nothing is known of the reason. */
export function fieldProblem({ message }: FieldError, reason: Reason | undefined): string {
  if (!i18next.isInitialized || !reason || !(reason.type in WORDS)) return message;
  const { type, ctx = {} } = reason;
  const word = WORDS[type as keyof typeof WORDS];
  if (word === "tooShort" && ctx.min_length === 1) return say("problem.needed");
  return say(`problem.${word}`, bounds(ctx));
}

/** Words for a whole answer: what is wrong with its fields, what its code means, or what the server said. */
export function problem(code: string, message: string, errors: FieldError[], reasons: Reason[]): string {
  if (!i18next.isInitialized) return message;
  if (reasons.some(({ type }) => type in WORDS))
    return errors.map((error, index) => `${error.field}: ${fieldProblem(error, reasons[index])}`).join("; ");
  if (GENERAL.includes(code) && i18next.language.startsWith("en")) return message; // which says what exactly
  const known = CODES.find((one) => one === code);
  return known ? say(`problem.code.${known}`) : message;
}
