/** The detailed health answer as tiles: one for the whole, one for each part. */
import type { Schema } from "../api/client";
import { formatMs, formatNumber, UNITS } from "../format";

export type Health = Schema<"HealthDetail">;
/** A stored row that cannot be read: it is left out, and all others are served. */
export type Skipped = Schema<"SkippedRow">;
export type Loop = Schema<"LoopHealth"> & { name: string };

type Value = string | number | boolean | null | undefined;

export interface Part {
  name: "overall" | "database" | "redis" | "tasks" | "gateway" | "inference" | "outbox" | "disk" | "loops";
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
  const { status, version, uptime_seconds, database, redis, tasks, gateway, inference, outbox, disk, loops } = health;
  const { tasks: counts, workers, ...queue } = tasks;
  const { deployments, ...process } = inference ?? {};
  const { skipped, ...gatewayFacts } = gateway ?? {};
  const { loops: states, ...loopFacts } = loops;
  return [
    part("overall", { status, version, uptime_seconds }),
    part("database", serverFacts(database)),
    part("redis", serverFacts(redis)),
    part("tasks", { ...byStatus("tasks", counts), ...queue, workers: workers?.length }),
    ...(gateway ? [part("gateway", gatewayFacts, { skipped: skipped ?? [] })] : []),
    ...(inference ? [part("inference", { ...process, ...byStatus("deployments", deployments) })] : []),
    part("outbox", outbox),
    part("disk", disk),
    part("loops", loopFacts, { loops: Object.entries(states ?? {}).map(([name, loop]) => ({ ...loop, name })) }),
  ];
}

const byStatus = (of: "tasks" | "deployments", counts: Record<string, number> | null = {}) =>
  Object.fromEntries(Object.entries(counts ?? {}).map(([status, count]) => [`${of}_${status}`, count]));

function part(
  name: Part["name"],
  { status, ...facts }: { status?: string; [fact: string]: Value },
  more: Partial<Pick<Part, "skipped" | "loops">> = {},
): Part {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { name, status, facts: known, skipped: [], loops: [], ...more };
}

function serverFacts({ pool, ...facts }: Health["database"]) {
  return { ...facts, ...(pool && { pool_in_use: pool.in_use, pool_free: pool.free, pool_max: pool.max }) };
}

const BYTE_UNITS = ["B", "KB", "MB", "GB", "TB"];

/** A figure in its unit; yes and no are for the page to say. */
export function formatValue(name: string, value: Exclude<Value, boolean>): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return value;
  if (name.endsWith("_bytes")) return formatBytes(value);
  if (name.endsWith("_ms")) return formatMs(value);
  if (name.endsWith("_seconds")) return formatDuration(value);
  return formatNumber(value);
}

export function formatBytes(bytes: number): string {
  const step = bytes > 0 ? Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return `${formatNumber(bytes / 1000 ** step, { maximumFractionDigits: 1 })} ${BYTE_UNITS[step]}`;
}

/** In the largest unit that fits. */
export function formatDuration(seconds: number): string {
  const [unit, size] = UNITS.find((one) => seconds >= one[1]) ?? ["second", 1];
  return formatNumber(seconds / size, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 });
}
