import type { TFunction } from "i18next";
import type { Schema } from "../api/client";
import { resource } from "../api/resources";

export type Channel = Schema<"ChannelOut">;
export type ChannelEvent = Channel["events"][number];
export type Delivery = Schema<"DeliveryOut">;

export const CHANNELS = resource("/api/admin/channels", "/api/admin/channels/{channel_id}", {
  words: "channels",
  permission: "gateway.write",
  nameOf: ({ name }) => name,
  switchedBy: "enabled",
});

export const EVENTS: ChannelEvent[] = ["upstream_held", "upstream_released", "key_disabled"];
export const KINDS: Channel["kind"][] = ["apprise", "webhook"];

/** How the usual services are addressed in Apprise's words. */
export const EXAMPLES = [
  "slack://TokenA/TokenB/TokenC/",
  "discord://WebhookID/WebhookToken/",
  "tgram://BotToken/ChatID/",
  "mailtos://user:password@example.com",
  "ntfys://ntfy.example.com/topic",
  "dingtalk://AppKey/",
  "feishu://Token/",
  "wecombot://BotKey/",
] as const;

const FAILURES = ["address_refused", "timeout", "unreachable", "refused"] as const;

/** Why nothing arrived, in words. */
export function failureOf(t: TFunction, error: string | null): string {
  const status = /^status_(\d+)$/.exec(error ?? "")?.[1];
  if (status) return t("channels.failure.status", { status });
  const known = FAILURES.find((name) => name === error);
  return known ? t(`channels.failure.${known}`) : (error ?? "");
}
