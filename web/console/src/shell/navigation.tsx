import {
  ApiOutlined,
  AuditOutlined,
  BellOutlined,
  HeartOutlined,
  InboxOutlined,
  KeyOutlined,
  RobotOutlined,
  ShopOutlined,
  TeamOutlined,
  UnorderedListOutlined,
} from "@ant-design/icons";

/** Where one can go, in the order of the rail; a place shows when its permission is held. */
export const PLACES = [
  { path: "/inbox", key: "inbox", permission: "desk.read", icon: <InboxOutlined />, group: "desk" },
  { path: "/merchants", key: "merchants", permission: "merchants.read", icon: <ShopOutlined />, group: "desk" },
  { path: "/assistants", key: "assistants", permission: "assistants.read", icon: <RobotOutlined />, group: "build" },
  { path: "/gateway", key: "gateway", permission: "gateway.stats.read", icon: <ApiOutlined />, group: "build" },
  { path: "/tasks", key: "tasks", permission: "tasks.read", icon: <UnorderedListOutlined />, group: "run" },
  { path: "/users", key: "users", permission: "users.read", icon: <TeamOutlined />, group: "run" },
  { path: "/keys", key: "keys", permission: "keys.read", icon: <KeyOutlined />, group: "run" },
  { path: "/channels", key: "channels", permission: "gateway.read", icon: <BellOutlined />, group: "run" },
  { path: "/audit", key: "audit", permission: "audit.read", icon: <AuditOutlined />, group: "run" },
  { path: "/health", key: "health", permission: "health.read", icon: <HeartOutlined />, group: "run" },
] as const;

/** The gateway's pages, in the order of its tabs. */
export const GATEWAY_TABS = [
  { key: "overview", label: "gatewayStats.overview", permission: "gateway.read" },
  { key: "upstreams", label: "gateway.upstreams", permission: "gateway.read" },
  { key: "keys", label: "gateway.keys", permission: "gateway.read" },
  { key: "routes", label: "gateway.routes", permission: "gateway.read" },
  { key: "rules", label: "rules.title", permission: "gateway.read" },
  { key: "scripts", label: "scripts.title", permission: "gateway.scripts.read" },
  { key: "log", label: "gateway.log", permission: "gateway.read" },
  { key: "statistics", label: "gatewayStats.statistics", permission: "gateway.stats.read" },
  { key: "prices", label: "gatewayStats.prices", permission: "gateway.read" },
] as const;

/** What the page at an address needs: "" where it is for everybody, undefined where there is no page. */
export function permissionAt(pathname: string): string | undefined {
  const [, first = "", second] = pathname.split("/");
  const place = PLACES.find(({ path }) => path === `/${first}`);
  if (place?.key === "gateway" && second) return GATEWAY_TABS.find(({ key }) => key === second)?.permission;
  return place?.permission ?? "";
}
