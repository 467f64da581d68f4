import {
  ApiOutlined,
  AuditOutlined,
  BellOutlined,
  CodeSandboxOutlined,
  DeploymentUnitOutlined,
  HeartOutlined,
  InboxOutlined,
  KeyOutlined,
  MessageOutlined,
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
  { path: "/models", key: "models", permission: "models.read", icon: <CodeSandboxOutlined />, group: "build" },
  {
    path: "/deployments",
    key: "deployments",
    permission: "models.read",
    icon: <DeploymentUnitOutlined />,
    group: "build",
  },
  { path: "/playground", key: "playground", permission: "models.write", icon: <MessageOutlined />, group: "build" },
  { path: "/tasks", key: "tasks", permission: "tasks.read", icon: <UnorderedListOutlined />, group: "run" },
  { path: "/users", key: "users", permission: "users.read", icon: <TeamOutlined />, group: "run" },
  { path: "/keys", key: "keys", permission: "keys.read", icon: <KeyOutlined />, group: "run" },
  { path: "/channels", key: "channels", permission: "gateway.read", icon: <BellOutlined />, group: "run" },
  { path: "/audit", key: "audit", permission: "audit.read", icon: <AuditOutlined />, group: "run" },
  { path: "/health", key: "health", permission: "health.read", icon: <HeartOutlined />, group: "run" },
] as const;

/** Pages of one place, in the order of its tabs; each takes the place's permission, too. */
export const TABS = {
  gateway: [
    { path: "/gateway/overview", label: "gatewayStats.overview", permission: "gateway.read" },
    { path: "/gateway/upstreams", label: "gateway.upstreams", permission: "gateway.read" },
    { path: "/gateway/keys", label: "gateway.keys", permission: "gateway.read" },
    { path: "/gateway/routes", label: "gateway.routes", permission: "gateway.read" },
    { path: "/gateway/rules", label: "rules.title", permission: "gateway.read" },
    { path: "/gateway/scripts", label: "scripts.title", permission: "gateway.scripts.read" },
    { path: "/gateway/log", label: "gateway.log", permission: "gateway.read" },
    { path: "/gateway/statistics", label: "gatewayStats.statistics", permission: "gateway.stats.read" },
    { path: "/gateway/prices", label: "gatewayStats.prices", permission: "gateway.read" },
  ],
  tasks: [
    { path: "/tasks", label: "nav.tasks", permission: "tasks.read" },
    { path: "/tasks/batches", label: "batch.title", permission: "tasks.read" },
    { path: "/tasks/schedules", label: "schedule.title", permission: "schedules.read" },
    { path: "/tasks/workers", label: "worker.title", permission: "health.read" },
    { path: "/tasks/performance", label: "performance.title", permission: "health.read" },
  ],
} as const;

export type TabbedPlace = keyof typeof TABS;
export type PathOf<P extends TabbedPlace> = (typeof TABS)[P][number]["path"];

/** The tabs of a place that this person may see. */
export function tabsFor(place: TabbedPlace, can: (permission: string) => boolean) {
  const { permission } = PLACES.find(({ key }) => key === place) as (typeof PLACES)[number];
  return TABS[place].filter((tab) => can(permission) && can(tab.permission));
}

/** What the page at an address needs: none where it is for everybody, undefined where there is no page. */
export function permissionsAt(pathname: string): string[] | undefined {
  const [, first = "", second] = pathname.split("/");
  const place = PLACES.find(({ path }) => path === `/${first}`);
  if (!place) return [];
  if (!second || !(place.key in TABS)) return [place.permission];
  const tab = TABS[place.key as TabbedPlace].find(({ path }) => path === `/${first}/${second}`);
  return tab && [place.permission, tab.permission];
}
