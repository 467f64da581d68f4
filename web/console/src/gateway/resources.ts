/** What of the gateway people make, change and delete. */
import { resource } from "../api/resources";

export const UPSTREAMS = resource("/api/admin/upstreams", "/api/admin/upstreams/{upstream_id}");
export const KEYS = resource("/api/admin/keys", "/api/admin/keys/{key_id}");
export const ROUTES = resource("/api/admin/routes", "/api/admin/routes/{route_id}");
export const RULES = resource("/api/admin/rules", "/api/admin/rules/{rule_id}");
export const SCRIPTS = resource("/api/admin/scripts", "/api/admin/scripts/{script_id}");
export const PRICES = resource("/api/admin/prices", "/api/admin/prices/{price_id}");
/** Made elsewhere; requests are told apart by them. */
export const CLIENT_KEYS = resource("/api/keys", "/api/keys/{key_id}");
