import { reads } from "../api/client";
import { useCan } from "../auth/session";
import type { Skipped } from "../health/parts";
import type { Dialect, DialectPreset } from "./types";

const REFRESH_MS = 15_000;

/** All upstreams: a shop has a handful, and names are needed beside keys, routes and log rows. */
export function useUpstreams() {
  const init = { params: { query: { limit: 200 } } };
  return reads.useQuery("get", "/api/admin/upstreams", init, { enabled: useCan()("gateway.read") });
}

export function useUpstreamOptions(): { value: number; label: string }[] {
  const { data } = useUpstreams();
  return data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
}

/** The name of an upstream by its id; the id itself while the names are not here. */
export function useUpstreamNames(): (id: number) => string {
  const { data } = useUpstreams();
  return (id) => data?.items.find((upstream) => upstream.id === id)?.name ?? String(id);
}

export function useDialectPresets(): DialectPreset[] {
  const { data } = reads.useQuery("get", "/api/admin/upstreams/presets", {}, { staleTime: Number.POSITIVE_INFINITY });
  return data ?? [];
}

function hostOf(address: string): string | undefined {
  try {
    return new URL(address).hostname;
  } catch {
    return undefined; // not yet typed to its end
  }
}

/** The provider that an address belongs to, as the gateway finds it. */
export function presetOf(presets: DialectPreset[], baseUrl: string): DialectPreset | undefined {
  const host = hostOf(baseUrl);
  return host ? presets.find((preset) => host === preset.host || host.endsWith(`.${preset.host}`)) : undefined;
}

const PRESET_FIELDS = ["reasoning", "max_tokens_field", "fills_properties", "asks_for_stream_usage"] as const;

/** The presets whose values these are: several providers want the same. None where all is automatic. */
export function presetsWith(presets: DialectPreset[], dialect: Partial<Dialect> | undefined): DialectPreset[] {
  const own = (one: Partial<Dialect>) => PRESET_FIELDS.map((name) => one[name] ?? null);
  const values = dialect && own(dialect);
  if (!values?.some((value) => value !== null)) return [];
  return presets.filter((preset) => own(preset.dialect).every((value, index) => value === values[index]));
}

/** The rows of a kind that the gateway leaves out, with the reason, as far as this person may see its health. */
export function useUnserved(kind: string): Map<number, string> {
  const { data } = reads.useQuery(
    "get",
    "/api/health/detailed",
    {},
    { refetchInterval: REFRESH_MS, enabled: useCan()("health.read") },
  );
  const rows = (data as { gateway?: { skipped?: Skipped[] } } | undefined)?.gateway?.skipped ?? [];
  return new Map(rows.filter((row) => row.kind === kind).map(({ id, reason }) => [id, reason]));
}
