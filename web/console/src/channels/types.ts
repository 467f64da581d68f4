import type { Schema } from "../api/client";
import { resource } from "../api/resources";
import { wordsOf } from "../words";

export type Channel = Schema<"ChannelOut">;
export type Delivery = Schema<"DeliveryOut">;

export const CHANNELS = resource("/api/admin/channels", "/api/admin/channels/{channel_id}", {
  words: "channels",
  permission: "gateway.write",
  nameOf: ({ name }) => name,
  switchedBy: "enabled",
});

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

/** Why nothing arrived, in words. */
export function failureOf(error: string | null): string {
  const [, code = error ?? "", status = ""] = /^(status)_(\d+)$/.exec(error ?? "") ?? [];
  return wordsOf(`channels.failure.${code}`, { status }) ?? code;
}
