/** The detailed health answer as tiles: one for the whole, one for each part; unknown parts show as they come. */

export interface Part {
  name: string;
  status: string | undefined;
  values: [string, unknown][];
  skipped: Skipped[];
  loops: Loop[];
}

/** Work that goes on for ever, and when it last succeeded. */
export interface Loop {
  name: string;
  succeeded_seconds_ago: number | null;
  failures: number;
}

/** A stored row that cannot be read: it is left out, and all others are served. */
export interface Skipped {
  kind: string;
  id: number;
  name: string;
  reason: string;
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
const SEARCHABLE = ["upstream_key", "price", "script"];

/** Where the console shows such a row, searched for by its name where that page can search. */
export function placeOf({ kind, name }: Skipped): string | undefined {
  const place = PLACES[kind];
  return place && name && SEARCHABLE.includes(kind) ? `${place}?${new URLSearchParams({ q: name })}` : place;
}

const KNOWN_FACTS = [
  "latency_ms",
  "uptime_seconds",
  "version",
  "free_bytes",
  "total_bytes",
  "pool_in_use",
  "pool_free",
  "pool_max",
  "journal_backlog_bytes",
  "is_configuration_current",
  "tasks_scheduled",
  "tasks_queued",
  "tasks_running",
  "tasks_retrying",
  "tasks_succeeded",
  "tasks_failed",
  "tasks_cancelled",
  "workers",
  "oldest_waiting_seconds",
  "waiting",
  "oldest_seconds",
  "reason",
] as const;

export interface Fact {
  key: string;
  known: (typeof KNOWN_FACTS)[number] | undefined;
  text: string;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function partsOf(detail: Record<string, unknown>): Part[] {
  const whole: [string, unknown][] = [];
  const parts: Part[] = [];
  for (const [name, value] of Object.entries(detail)) {
    if (isGroup(value)) {
      const { skipped, loops, ...rest } = value;
      const rows = Array.isArray(skipped) ? (skipped as Skipped[]) : [];
      parts.push({ name, status: text(value.status), values: flat(rest), skipped: rows, loops: loopsOf(loops) });
    } else if (name !== "status") whole.push([name, value]);
  }
  return [{ name: "", status: text(detail.status), values: whole, skipped: [], loops: [] }, ...parts];
}

function loopsOf(value: unknown): Loop[] {
  if (!isGroup(value)) return [];
  return Object.entries(value).map(([name, loop]) => ({ ...(loop as Omit<Loop, "name">), name }));
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function flat(group: Record<string, unknown>, prefix = ""): [string, unknown][] {
  return Object.entries(group).flatMap(([key, value]): [string, unknown][] => {
    if (key === "status" && prefix === "") return [];
    return isGroup(value) ? flat(value, `${prefix}${key}_`) : [[prefix + key, value]];
  });
}

export function toFacts(values: [string, unknown][], locale: string): Fact[] {
  return values.map(([key, value]) => ({
    key,
    known: KNOWN_FACTS.find((known) => known === key),
    text: typeof value === "boolean" ? (value ? "✓" : "✗") : formatValue(key, value, locale),
  }));
}

const BYTE_UNITS = ["B", "KB", "MB", "GB", "TB"];

function formatValue(key: string, value: unknown, locale: string): string {
  if (value === null || value === undefined) return "–";
  if (typeof value !== "number") return Array.isArray(value) ? String(value.length) : String(value);
  if (key.endsWith("_bytes")) return formatBytes(value, locale);
  if (key.endsWith("_ms")) return `${value.toLocaleString(locale, { maximumFractionDigits: 1 })} ms`;
  if (key.endsWith("_seconds")) return formatDuration(value, locale);
  return value.toLocaleString(locale);
}

export function formatBytes(bytes: number, locale: string): string {
  const step = bytes > 0 ? Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return `${(bytes / 1000 ** step).toLocaleString(locale, { maximumFractionDigits: 1 })} ${BYTE_UNITS[step]}`;
}

export function formatDuration(seconds: number, locale: string): string {
  const [amount, unit]: [number, string] =
    seconds >= 86_400
      ? [seconds / 86_400, "day"]
      : seconds >= 3600
        ? [seconds / 3600, "hour"]
        : seconds >= 60
          ? [seconds / 60, "minute"]
          : [seconds, "second"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(
    amount,
  );
}
