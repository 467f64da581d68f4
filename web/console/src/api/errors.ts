/** The one error format of the server, as a value to show. */
import i18next from "i18next";
import type { components } from "../generated/api";
import { type FieldError, fieldErrorsIn, problem } from "./problems";

export type { FieldError };

/** Any part of it may be missing where something between here and the server answers. */
type ErrorBody = Partial<components["schemas"]["ErrorBody"]>;

export class ApiError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(
    readonly status: number,
    body: ErrorBody,
  ) {
    super(problem(body.code ?? "", body.message ?? `HTTP ${status}`, body.details ?? {}));
    this.name = "ApiError";
    this.code = body.code ?? "UNKNOWN";
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

/** What was done has an outcome that the server answers for, and it is a failure: `message` says so to the reader. */
export class ActionFailed extends Error {}

/** Why something failed, to be read by people; what is no answer of the server is that there was none. */
export function messageOf(error: unknown): string {
  const isKnown = error instanceof ApiError || error instanceof ActionFailed;
  return isKnown ? error.message : i18next.t("error.unreachable");
}
