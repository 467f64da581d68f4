export const EVENTS = ["upstream_held", "upstream_released", "key_disabled"] as const;
export type ChannelEvent = (typeof EVENTS)[number];
export const KINDS = ["apprise", "webhook"] as const;

export interface Channel {
  id: number;
  name: string;
  kind: (typeof KINDS)[number];
  shown_url: string;
  is_signed: boolean;
  events: ChannelEvent[];
  allow_private: boolean;
  enabled: boolean;
}

export interface Delivery {
  id: number;
  at: string;
  event: string;
  title: string;
  outcome: "sent" | "failed";
  attempts: number;
  error: string | null;
}

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
