/** The detailed health answer as tiles: one for the whole, one for each part. */
import type { Schema } from "../api/client";
import { formatNumber } from "../format";

export type Health = Schema<"HealthDetail">;
/** A stored row that cannot be read: it is left out, and all others are served. */
export type Skipped = Schema<"SkippedRow">;
export type Loop = Schema<"LoopHealth"> & { name: string };

type Value = string | number | boolean | null | undefined;

export interface Part {
  name: "overall" | "database" | "redis" | "tasks" | "gateway" | "outbox" | "disk" | "loops";
  status: string | undefined;
  facts: [string, Value][];
  skipped: Skipped[];
  loops: Loop[];
}

const PLACES: Record<string, string> = {
  upstream: "/gateway/upstreams",
  upstream_key: "/gateway/keys",
  route: "/gateway/routes",
  rule: "/gateway/rules",
  price: "/gateway/prices",
  script: "/gateway/scripts",
  client_key: "/keys",
};
const SEARCHABLE = ["upstream_key", "price", "script", "client_key"];

/** Where the console shows such a row, searched for by its name where that page can search. */
export function placeOf({ kind, name }: Pick<Skipped, "kind" | "name">): string | undefined {
  const place = PLACES[kind];
  return place && name && SEARCHABLE.includes(kind) ? `${place}?${new URLSearchParams({ q: name })}` : place;
}

export function partsOf(health: Health): Part[] {
  const { database, redis, tasks, gateway, outbox, disk, loops } = health;
  const part = (name: Part["name"], status: string | undefined, facts: Record<string, Value>): Part => ({
    name,
    status,
    facts: Object.entries(facts).filter(([, value]) => value !== undefined),
    skipped: [],
    loops: [],
  });
  const server = ({ latency_ms, reason, pool }: Health["database"]) => ({
    latency_ms,
    reason,
    ...(pool && { pool_in_use: pool.in_use, pool_free: pool.free, pool_max: pool.max }),
  });
  const byStatus = Object.entries(tasks.tasks ?? {}).map(([status, count]) => [`tasks_${status}`, count]);
  return [
    part("overall", health.status, { version: health.version, uptime_seconds: health.uptime_seconds }),
    part("database", database.status, server(database)),
    part("redis", redis.status, server(redis)),
    part("tasks", tasks.status, {
      ...Object.fromEntries(byStatus),
      oldest_waiting_seconds: tasks.oldest_waiting_seconds,
      workers: tasks.workers?.length,
      reason: tasks.reason,
    }),
    ...(gateway ? [gatewayPart(part("gateway", gateway.status, gatewayFacts(gateway)), gateway)] : []),
    part("outbox", outbox.status, {
      waiting: outbox.waiting,
      oldest_seconds: outbox.oldest_seconds,
      reason: outbox.reason,
    }),
    part("disk", undefined, { free_bytes: disk.free_bytes, total_bytes: disk.total_bytes }),
    {
      ...part("loops", loops.status, { reason: loops.reason }),
      loops: Object.entries(loops.loops ?? {}).map(([name, loop]) => ({ ...loop, name })),
    },
  ];
}

function gatewayFacts({ journal_backlog_bytes, is_configuration_current, reason }: Schema<"GatewayHealth">) {
  return { journal_backlog_bytes, is_configuration_current, reason };
}

function gatewayPart(part: Part, { skipped }: Schema<"GatewayHealth">): Part {
  return { ...part, skipped: skipped ?? [] };
}

const BYTE_UNITS = ["B", "KB", "MB", "GB", "TB"];

/** A figure in its unit; yes and no are for the page to say. */
export function formatValue(name: string, value: Exclude<Value, boolean>): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return value;
  if (name.endsWith("_bytes")) return formatBytes(value);
  if (name.endsWith("_ms")) return `${formatNumber(value, { maximumFractionDigits: 1 })} ms`;
  if (name.endsWith("_seconds")) return formatDuration(value);
  return formatNumber(value);
}

export function formatBytes(bytes: number): string {
  const step = bytes > 0 ? Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return `${formatNumber(bytes / 1000 ** step, { maximumFractionDigits: 1 })} ${BYTE_UNITS[step]}`;
}

const TIME_UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** In the largest unit that fits. */
export function formatDuration(seconds: number): string {
  const [unit, size] = TIME_UNITS.find((one) => seconds >= one[1]) ?? ["second", 1];
  return formatNumber(seconds / size, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 });
}
