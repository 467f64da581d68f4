import { useTranslation } from "react-i18next";
import { reads } from "../api/client";
import { reasonText } from "../api/errors";
import { useCan } from "../auth/session";
import { formatMs } from "../format";
import type { Skipped } from "../health/parts";
import { nameOr } from "./log/format";
import type { LogEntry, TestOutcome } from "./resources";

const REFRESH_MS = 15_000;

/** As many as one answer holds: a shop has a handful, and names are needed beside keys, routes and log rows. */
export function useUpstreams() {
  const init = { params: { query: { limit: 200 } } };
  return reads.useQuery("get", "/api/admin/upstreams", init, { enabled: useCan()("gateway.read") });
}

/** To choose one that people made: nothing is given to the built-in one, whose id is 0. */
export function useUpstreamOptions(): { value: number; label: string }[] {
  const { data } = useUpstreams();
  return data?.items.filter(({ id }) => id > 0).map(({ id, name }) => ({ value: id, label: name })) ?? [];
}

const NOT_HERE_YET = "…";

/** The name of an upstream by its id; the id itself where it is gone. */
export function useUpstreamNames(): (id: number) => string {
  const { data, isLoading } = useUpstreams();
  return (id) => data?.items.find((upstream) => upstream.id === id)?.name ?? (isLoading ? NOT_HERE_YET : String(id));
}

/** What prices are in; none to whom they are not shown. */
export function useCurrencies(): string[] {
  const init = { enabled: useCan()("gateway.read") };
  return reads.useQuery("get", "/api/admin/prices/currencies", {}, init).data?.currencies ?? [];
}

/** The name of a rule by its id; where it is gone the last one that is known, else its number. */
export function useRuleNames(): (id: number, last: string | null | undefined) => string {
  const { data, isLoading } = reads.useQuery("get", "/api/admin/rules", { params: { query: { limit: 200 } } });
  return (id, last) => data?.items.find((one) => one.id === id)?.name ?? last ?? (isLoading ? NOT_HERE_YET : `#${id}`);
}

const ASSISTANT = "assistant:";

/** Who asked, of a row of the log: a client key or an assistant, by its name where it is still there. */
export function useCallerNames(): (entry: LogEntry) => string {
  const { t } = useTranslation();
  const init = { params: { query: { limit: 200 } } };
  const { data } = reads.useQuery("get", "/api/assistants", init, { enabled: useCan()("assistants.read") });
  return ({ client_key, client_key_id, caller, assistant: last, person }) => {
    if (!caller?.startsWith(ASSISTANT)) return client_key ?? person ?? caller ?? nameOr(null, client_key_id);
    const id = caller.slice(ASSISTANT.length);
    return data?.items.find((assistant) => assistant.id === id)?.name ?? last ?? t("gateway.anAssistant");
  };
}

/** The sums of the last 24 hours, by model and by upstream. */
export function useLastDay() {
  const init = { params: { query: { group_by: "model" as const } } };
  const enabled = useCan()("gateway.stats.read");
  return reads.useQuery("get", "/api/admin/stats", init, { refetchInterval: 2 * REFRESH_MS, enabled });
}

/** What came of a test, shortly. */
export function detailOf({ ok, status, latency_ms, ...problem }: TestOutcome): string {
  return ok ? `${status} · ${formatMs(latency_ms)}` : problemText(problem);
}

/** Why something is so, in the reader's language where the server names the reason. */
export const problemText = ({ message, reason }: Pick<TestOutcome, "message" | "reason">): string =>
  reasonText({ message, ...reason });

/** The rows of a kind that the gateway leaves out, with the reason, as far as this person may see its health. */
export function useUnserved(kind: string): Map<number, string> {
  const again = { refetchInterval: REFRESH_MS, enabled: useCan()("health.read") };
  const { data } = reads.useQuery("get", "/api/health/detailed", {}, again);
  const rows = (data as { gateway?: { skipped?: Skipped[] } } | undefined)?.gateway?.skipped ?? [];
  return new Map(rows.filter((row) => row.kind === kind).map(({ id, reason }) => [id, reason]));
}
