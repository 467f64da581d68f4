/** Merchants, their syncs and products as the commerce API gives them. */
import { reads, type Schema } from "../api/client";
import { resource } from "../api/resources";
import { useCan } from "../auth/session";
import type en from "../locales/en.json";
import type { Tone } from "../ui/Status";
import { percentOf as progressOf } from "../ui/TaskProgress";
import { wordsOf } from "../words";

export type Merchant = Schema<"MerchantOut">;
export type Sync = Schema<"SyncOut">;

export const MERCHANTS = resource("/merchants", "/merchants/{merchant_id}", {
  words: "merchants",
  permission: "merchants.write",
  searchedBy: "list.search",
  nameOf: ({ name }) => name,
  also: ["/products/sync"],
});

export function isRunning({ status }: Pick<Sync, "status">): boolean {
  return status === "queued" || status === "running";
}

/** How far a sync is or came, 0–100; undefined where the total is unknown. */
export const percentOf = ({ status, progress }: Sync): number | undefined =>
  progress === null ? undefined : progressOf({ status, progress });

/** Why a connection or a sync failed, in the reader's language where the reason is known. */
export const reasonText = (reason: string | null, message: string | null, scopes: string[] = []): string =>
  wordsOf(`merchants.reason.${reason}`, { scopes: scopes.join(", ") }) ?? message ?? "";

interface MerchantState {
  tone: Tone;
  text: keyof (typeof en)["merchants"]["stateOf"];
  /** The sync that made it so. */
  sync?: Sync;
  detail?: string | null;
}

/** The one thing that matters most about a merchant now. */
export function stateOf(merchant: Merchant): MerchantState {
  const { sync } = merchant;
  const [connection] = merchant.connections;
  if (!merchant.is_active) return { tone: "calm", text: "inactive" };
  if (!connection) return { tone: "calm", text: "notConnected" };
  if (sync && isRunning(sync)) return { tone: "active", text: "syncing", sync };
  if (connection.last_error) return { tone: "bad", text: "connectionFailed", detail: connection.last_error };
  if (sync?.status === "failed") return { tone: "bad", text: "syncFailed", sync };
  if (sync?.status === "cancelled") return { tone: "near", text: "syncCancelled", sync };
  if (!isProven(connection, merchant.last_synced_at)) return { tone: "near", text: "untested" };
  if (!merchant.last_synced_at) return { tone: "near", text: "neverSynced" };
  return merchant.stale ? { tone: "near", text: "stale" } : { tone: "good", text: "fresh" };
}

/** Whether the store has answered by this address and token: to a test, or to a sync since they were given. */
function isProven(connection: Merchant["connections"][number], syncedAt: string | null): boolean {
  if (connection.last_tested_at) return true;
  return syncedAt !== null && Date.parse(syncedAt) >= Date.parse(connection.updated_at);
}

const RUNNING_MS = 2_000;
const IDLE_MS = 30_000;

/** The merchants to choose from; none where this person may not see them. */
export function useMerchantOptions(): { value: string; label: string }[] {
  const init = { params: { query: { limit: 200 } } };
  const { data } = reads.useQuery("get", "/merchants", init, { enabled: useCan()("merchants.read") });
  return data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
}

/** How often to look again: often while a sync runs. */
export const pauseMs = (merchants: Merchant[]): number =>
  merchants.some(({ sync }) => sync && isRunning(sync)) ? RUNNING_MS : IDLE_MS;
