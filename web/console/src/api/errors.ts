/** The one error format of the server, as a value to show. */
import { type FieldError, fieldProblem, problem, type Reason } from "./problems";

export type { FieldError };

interface ErrorBody {
  code?: string;
  message?: string;
  details?: Record<string, unknown>;
  request_id?: string;
}

export class ApiError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly requestId: string | undefined;

  constructor(
    readonly status: number,
    body: ErrorBody,
  ) {
    super(problem(body.code ?? "", body.message ?? `HTTP ${status}`, errorsIn(body), reasonsIn(body)));
    this.name = "ApiError";
    this.code = body.code ?? "UNKNOWN";
    this.details = body.details ?? {};
    this.requestId = body.request_id;
  }

  /** Each in words to show at its field. */
  get fieldErrors(): FieldError[] {
    const reasons = reasonsIn(this);
    return errorsIn(this).map((error, index) => ({ ...error, message: fieldProblem(error, reasons[index]) }));
  }
}

function errorsIn({ details }: ErrorBody): FieldError[] {
  return Array.isArray(details?.errors) ? (details.errors as FieldError[]) : [];
}

/** One for each of the errors, in their order; none where the server names no reasons. */
function reasonsIn({ details }: ErrorBody): Reason[] {
  return Array.isArray(details?.reasons) ? (details.reasons as Reason[]) : [];
}

export async function errorOf(response: Response): Promise<ApiError> {
  try {
    return new ApiError(response.status, (await response.json()) as ErrorBody);
  } catch {
    return new ApiError(response.status, {});
  }
}
