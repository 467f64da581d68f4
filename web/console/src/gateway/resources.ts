/** What of the gateway people make, change and delete. */
import { resource } from "../api/resources";

export const UPSTREAMS = resource("/api/admin/upstreams", "/api/admin/upstreams/{upstream_id}", {
  words: "upstreams",
  permission: "gateway.write",
  searchedBy: "gateway.search",
  nameOf: ({ name }) => name,
  switchedBy: "enabled",
  also: ["/api/admin/keys"],
});

export const KEYS = resource("/api/admin/keys", "/api/admin/keys/{key_id}", {
  words: "upstreamKeys",
  permission: "gateway.write",
  searchedBy: "pool.search",
  nameOf: ({ name }) => name,
  also: [UPSTREAMS.list],
});

export const ROUTES = resource("/api/admin/routes", "/api/admin/routes/{route_id}", {
  words: "routes",
  permission: "gateway.write",
  searchedBy: "gateway.searchModel",
  nameOf: ({ model }) => model,
  switchedBy: "enabled",
});

export const RULES = resource("/api/admin/rules", "/api/admin/rules/{rule_id}", {
  words: "rules",
  permission: "gateway.write",
  searchedBy: "gateway.search",
  nameOf: ({ name }) => name,
  switchedBy: "enabled",
});

export const SCRIPTS = resource("/api/admin/scripts", "/api/admin/scripts/{script_id}", {
  words: "scripts",
  permission: "gateway.write",
  searchedBy: "gateway.search",
  nameOf: ({ name }) => name,
  switchedBy: "enabled",
});

export const PRICES = resource("/api/admin/prices", "/api/admin/prices/{price_id}", {
  words: "prices",
  permission: "gateway.write",
  searchedBy: "gateway.searchModel",
  nameOf: ({ model }) => model,
});
