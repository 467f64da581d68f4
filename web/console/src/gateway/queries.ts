import { useQuery } from "@tanstack/react-query";
import { api, type Page } from "../api/http";
import { useCan } from "../auth/session";
import type { Skipped } from "../health/parts";
import type { Dialect, DialectPreset, Upstream } from "./types";

const REFRESH_MS = 15_000;

/** All upstreams: a shop has a handful, and names are needed beside keys, routes and log rows. */
export function useUpstreams() {
  return useQuery({
    queryKey: ["upstreams"],
    queryFn: ({ signal }) => api.get<Page<Upstream>>("/api/admin/upstreams", { limit: 200 }, signal),
  });
}

export function useUpstreamOptions(): { value: number; label: string }[] {
  const { data } = useUpstreams();
  return data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
}

export function useDialectPresets(): DialectPreset[] {
  const { data } = useQuery({
    queryKey: ["dialect-presets"],
    queryFn: ({ signal }) => api.get<DialectPreset[]>("/api/admin/upstreams/presets", {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
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
  const { data } = useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => api.get<{ gateway?: { skipped?: Skipped[] } }>("/api/health/detailed", {}, signal),
    refetchInterval: REFRESH_MS,
    enabled: useCan()("health.read"),
  });
  const rows = data?.gateway?.skipped?.filter((row) => row.kind === kind) ?? [];
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}
