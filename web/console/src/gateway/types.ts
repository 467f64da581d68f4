/** The gateway's resources, by their names in the contract. */
import type { Schema } from "../api/client";

export type Upstream = Schema<"UpstreamOut">;
export type Dialect = Schema<"DialectIn">;
export type DialectPreset = Schema<"DialectPreset">;
/** What may be sent a minute and be under way at once; null is without a limit. */
export type Limits = Schema<"LimitsIn">;
export type Route = Schema<"RouteOut">;
export type TestOutcome = Schema<"UpstreamTest">;
/** Without an answer, its `status` is 0. */
export type LogEntry = Schema<"LoggedRequestOut">;
export type LogDetail = Schema<"LoggedRequestDetail">;
export type LogAttempt = Schema<"AttemptOut">;
