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
  source_total: number;
}

export interface Sync {
  sync_id: string;
  status: string;
  counts: SyncCounts;
  progress?: { done: number; total: number | null } | number | null;
  message?: string | null;
  error?: string | { message?: string } | null;
  started_at?: string | null;
  finished_at?: string | null;
  created_at?: string | null;
}

export interface Product {
  id: string;
  title: string;
  vendor?: string | null;
  status?: string | null;
  price_minor?: number | null;
  currency?: string | null;
  image_url?: string | null;
  url?: string | null;
  variant_count?: number | null;
}

const RUNNING = new Set(["queued", "running", "retrying", "scheduled", "waiting", "pending"]);

export function isRunning(sync: Pick<Sync, "status">): boolean {
  return RUNNING.has(sync.status);
}

/** How far a sync is, 0–100; undefined while the total is unknown. */
export function percentOf(sync: Sync): number | undefined {
  const { progress, counts } = sync;
  if (!isRunning(sync)) return 100;
  if (typeof progress === "number") return Math.round(progress <= 1 ? progress * 100 : progress);
  if (progress?.total) return Math.round((progress.done / progress.total) * 100);
  if (!counts.source_total) return undefined;
  const seen = counts.created + counts.updated + counts.unchanged + counts.skipped;
  return Math.min(100, Math.round((seen / counts.source_total) * 100));
}
