/** The one error format of the server, as a value to show. */
import type { components } from "../generated/api";
import { errorsIn, type FieldError, fieldProblem, problem, reasonsIn } from "./problems";

export type { FieldError };

/** Any part of it may be missing where something between here and the server answers. */
type ErrorBody = Partial<components["schemas"]["ErrorBody"]>;

export class ApiError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly requestId: string | undefined;

  constructor(
    readonly status: number,
    body: ErrorBody,
  ) {
    super(problem(body.code ?? "", body.message ?? `HTTP ${status}`, body.details ?? {}));
    this.name = "ApiError";
    this.code = body.code ?? "UNKNOWN";
    this.details = body.details ?? {};
    this.requestId = body.request_id;
  }

  /** Each in words to show at its field. */
  get fieldErrors(): FieldError[] {
    const reasons = reasonsIn(this.details);
    return errorsIn(this.details).map((error, index) => ({ ...error, message: fieldProblem(error, reasons[index]) }));
  }
}

export async function errorOf(response: Response): Promise<ApiError> {
  try {
    return new ApiError(response.status, (await response.json()) as ErrorBody);
  } catch {
    return new ApiError(response.status, {});
  }
}
