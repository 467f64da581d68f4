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
import type { ReactNode } from "react";

export interface Place {
  path: string;
  key: "inbox" | "merchants" | "assistants" | "gateway" | "tasks" | "users" | "keys" | "channels" | "audit" | "health";
  permission: string;
  icon: ReactNode;
  group: "desk" | "build" | "run";
}

/** Where one can go, in the order of the rail; a place shows when its permission is held. */
export const PLACES: Place[] = [
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
];
