/** The one error format of the server, as a value to show: in the reader's language, by the type or code that it names. */
import i18next from "i18next";
import type { components } from "../generated/api";
import { wordsOf } from "../words";

/** Any part of it may be missing where something between here and the server answers; inferences have `error` alone. */
type ErrorBody = Partial<components["schemas"]["ErrorBody"]> & { error?: string };

/** Of an answer that names none. */
export const NO_CODE = "UNKNOWN";

export class ApiError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(
    readonly status: number,
    body: ErrorBody,
  ) {
    super(problem(body.code ?? "", body.message ?? body.error ?? `HTTP ${status}`, body.details ?? {}));
    this.name = "ApiError";
    this.code = body.code ?? NO_CODE;
    this.details = body.details ?? {};
  }

  /** Each in words to show at its field. */
  get fieldErrors(): FieldError[] {
    return fieldErrorsIn(this.details);
  }
}

export async function errorOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => undefined)) as ErrorBody | null | undefined;
  return new ApiError(response.status, body ?? {});
}

/** One of these codes is an error of the field beside it. */
export function atField(error: unknown, fields: Record<string, string>): unknown {
  const field = error instanceof ApiError && fields[error.code];
  if (!field) return error;
  const { status, code, message } = error;
  return new ApiError(status, { code, message, details: { errors: [{ field, message }] } });
}

/** What was done has an outcome that the server answers for, and it is a failure: `message` says so to the reader. */
export class ActionFailed extends Error {}

/** Why something failed, to be read by people; what is no answer of the server is that there was none. */
export function messageOf(error: unknown): string {
  const isKnown = error instanceof ApiError || error instanceof ActionFailed;
  return isKnown ? error.message : i18next.t("error.unreachable");
}

export interface FieldError {
  field: string;
  message: string;
  /** Another field, which would mend it. */
  remedy?: "allow_private";
}

/** Why something is so: a type of Pydantic's or of Relaydesk's own, with the bounds that it names, or what it is made of. */
interface Cause {
  type: string;
  ctx?: Record<string, unknown>;
  parts?: Cause[];
}

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

/** Amounts as the form shows them; ids and all else as they came. */
function bounds(ctx: Record<string, unknown>): Record<string, string> {
  const isAmount = (name: string, value: unknown) => typeof value === "number" && !/(^|_)id$/.test(name);
  const shown = (name: string, value: unknown) =>
    isAmount(name, value) ? (value as number).toLocaleString(i18next.language) : String(value);
  return Object.fromEntries(Object.entries(ctx).map(([name, value]) => [name, shown(name, value)]));
}

/** What is wrong because of something else names the type of that, too: `why` is put into the reader's words. */
function withCause(ctx: Record<string, unknown>): Record<string, unknown> {
  if (typeof ctx.why_type !== "string") return ctx;
  const cause = { type: ctx.why_type, ctx: { ...ctx, why_type: undefined } };
  return { ...ctx, why: reasonText({ message: String(ctx.why), ...cause }) };
}

/** Words for a reason; none where nothing is known of it, or of something that it is made of. */
function reasonWords({ type, ctx = {}, parts = [] }: Cause): string | undefined {
  const words = parts.map(reasonWords);
  if (words.includes(undefined)) return undefined;
  const joint = type === "condition_all" ? "rules.and" : type === "condition_any" ? "rules.or" : "rules.then";
  const shown = bounds({ ...withCause(ctx), ...(parts.length > 0 && { why: words.join(wordsOf(joint)) }) });
  const isEmpty = type === "string_too_short" && ctx.min_length === 1;
  return wordsOf(`problem.reason.${isEmpty ? "missing" : type}`, shown);
}

/** Words for what an answer names as a reason, beside its own; those of the server where nothing is known of it. */
export const reasonText = ({ message, type, ...more }: { message: string } & Partial<Cause>): string =>
  (i18next.isInitialized && type !== undefined && reasonWords({ type, ...more })) || message;

/** The text of a code, where it says no less than the server does. */
function textOfCode(code: string, details: Record<string, unknown>): string | undefined {
  const names = GENERAL.includes(code) ? Object.keys(details) : [];
  const context = `${details.action}_${details.status}`; // some that are in the way of one action mean more than their name
  return wordsOf(`problem.code.${[code, ...names].join("_")}`, { ...bounds(details), context });
}

const fieldName = ({ field }: FieldError): string => wordsOf(`problem.field.${field}`) ?? field;

/** Words for a whole answer: what is wrong with its fields, what its code means, or what the server said. */
function problem(code: string, message: string, details: Record<string, unknown>): string {
  if (!i18next.isInitialized) return message;
  const errors = fieldErrorsIn(details);
  if (errors.length > 0) return errors.map((error) => `${fieldName(error)}: ${error.message}`).join("; ");
  return textOfCode(code, details) ?? message;
}

/** What is wrong with each field, in words to show there. */
function fieldErrorsIn(details: Record<string, unknown>): FieldError[] {
  const errors = Array.isArray(details.errors) ? (details.errors as FieldError[]) : [];
  // one for each of the errors, in their order; none where the server names no reasons
  const reasons = Array.isArray(details.reasons) ? (details.reasons as Cause[]) : [];
  return errors.map((error, index) => {
    const isPrivate = (reasons[index]?.ctx?.why_type ?? reasons[index]?.type) === "address_private";
    const message = reasonText({ ...reasons[index], message: error.message });
    return { ...error, message, ...(isPrivate && { remedy: "allow_private" }) };
  });
}
