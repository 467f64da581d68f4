import { reads } from "../api/client";
import { useCan } from "../auth/session";
import { isRunning, type Sync } from "./types";

const RUNNING_MS = 2_000;
const IDLE_MS = 30_000;

/** The merchants to choose from; none where this person may not see them. */
export function useMerchantOptions(): { value: string; label: string }[] {
  const { data } = reads.useQuery(
    "get",
    "/merchants",
    { params: { query: { limit: 200 } } },
    { enabled: useCan()("merchants.read") },
  );
  return data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
}

/** The latest sync of each merchant, and how often to look again: often while one runs. */
export function useLatestSyncs(): { syncOf: (merchantId: string) => Sync | undefined; everyMs: number } {
  const { data } = reads.useQuery(
    "get",
    "/products/sync",
    { params: { query: { latest: true, limit: 200 } } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isRunning) ? RUNNING_MS : IDLE_MS) },
  );
  return {
    syncOf: (merchantId) => data?.items.find(({ merchant_id }) => merchant_id === merchantId),
    everyMs: data?.items.some(isRunning) ? RUNNING_MS : IDLE_MS,
  };
}
