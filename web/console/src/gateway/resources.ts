/** What of the gateway people make, change and delete. */
import { client, dataOf, type Schema } from "../api/client";
import { resource } from "../api/resources";

const GATEWAY = { permission: "gateway.write", nameOf: ({ name }: { name: string }) => name } as const;
const SWITCHED = { ...GATEWAY, searchedBy: "gateway.search", switchedBy: "enabled" } as const;
const BY_MODEL = {
  ...GATEWAY,
  searchedBy: "gateway.searchModel",
  nameOf: ({ model }: { model: string }) => model,
} as const;

export const UPSTREAMS = resource("/api/admin/upstreams", "/api/admin/upstreams/{upstream_id}", {
  ...SWITCHED,
  words: "upstreams",
  replaced: ["auth"],
  also: ["/api/admin/keys"],
  keptBy: async ({ id }) => {
    const { items } = await dataOf(client.GET("/api/admin/routes", { params: { query: { limit: 200 } } }));
    const routes = items.filter(({ targets, fallbacks }) =>
      [...targets, ...fallbacks].some((to) => to.upstream_id === id),
    );
    return routes.map((route) => ({ name: route.model, to: `/gateway/routes?open=${route.id}` }));
  },
});

export const KEYS = resource("/api/admin/keys", "/api/admin/keys/{key_id}", {
  ...GATEWAY,
  words: "upstreamKeys",
  searchedBy: "pool.search",
  also: [UPSTREAMS.list],
});

export const ROUTES = resource("/api/admin/routes", "/api/admin/routes/{route_id}", {
  ...BY_MODEL,
  words: "routes",
  switchedBy: "enabled",
  keptBy: async (route) => {
    const query = { kind: "route" as const, limit: 200 };
    const { items } = await dataOf(client.GET("/api/deployments", { params: { query } }));
    const own = items.filter(({ route_id }) => route_id === route.id);
    return own.map(({ id, name }) => ({ name, to: `/deployments/${id}` }));
  },
});

export const RULES = resource("/api/admin/rules", "/api/admin/rules/{rule_id}", {
  ...SWITCHED,
  words: "rules",
  replaced: ["condition"],
});

export const SCRIPTS = resource("/api/admin/scripts", "/api/admin/scripts/{script_id}", {
  ...SWITCHED,
  words: "scripts",
});

export const PRICES = resource("/api/admin/prices", "/api/admin/prices/{price_id}", { ...BY_MODEL, words: "prices" });

export type Upstream = Schema<"UpstreamOut">;
export type Dialect = Schema<"DialectIn">;
export type DialectPreset = Schema<"DialectPreset">;
/** What may be sent a minute and be under way at once; null is without a limit. */
export type Limits = Schema<"LimitsIn">;
export type Route = Schema<"RouteOut">;
export type TestOutcome = Schema<"UpstreamTest">;
/** Without an answer, its `status` is 0. */
export type LogEntry = Schema<"LoggedRequestOut">;
export type LogDetail = Schema<"LoggedRequestDetail">;
export type LogAttempt = Schema<"AttemptOut">;
