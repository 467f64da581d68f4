/** Merchants, their syncs and products as the commerce API gives them. */

export interface Connection {
  id: number;
  platform: string;
  shop_domain: string;
  api_base_url: string | null;
  last_error: string | null;
}

export interface Merchant {
  id: string;
  name: string;
  is_active: boolean;
  is_demo: boolean;
  product_count: number;
  last_synced_at: string | null;
  stale: boolean;
  connections: Connection[];
}

export interface SyncCounts {
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  skipped: number;
  source_total: number | null;
}

export interface Sync {
  sync_id: string;
  status: string;
  counts: SyncCounts;
  /** Records read so far. */
  seen: number;
  reason: string | null;
  message: string | null;
  warnings: string[];
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export interface Product {
  id: string;
  title: string;
  vendor: string;
  status: string;
  currency: string;
  min_price_minor: number | null;
  max_price_minor: number | null;
  image_url: string | null;
  url: string | null;
  variant_count: number;
  is_available: boolean;
}

export function isRunning(sync: Pick<Sync, "status">): boolean {
  return sync.status === "queued" || sync.status === "running";
}

/** How far a sync is, 0–100; undefined while the total is unknown. */
export function percentOf(sync: Sync): number | undefined {
  if (!isRunning(sync)) return 100;
  const total = sync.counts.source_total;
  return total ? Math.min(100, Math.round((sync.seen / total) * 100)) : undefined;
}
