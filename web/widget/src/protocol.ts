/** What the host page's loader and the frame say to each other by postMessage, always with exact origins. */

export type WidgetEvent = "ready" | "open" | "close" | "message" | "unread" | "status" | "error";
export type Theme = "light" | "dark" | "auto";

export interface WidgetUser {
  id?: string;
  name?: string;
  email?: string;
  signature?: string;
}

export type ToFrame =
  | { relaydesk: 1; type: "opened"; mobile: boolean }
  | { relaydesk: 1; type: "closed" }
  | { relaydesk: 1; type: "user"; user: WidgetUser | null };

export type ToHost =
  | { relaydesk: 1; type: "ready" }
  | { relaydesk: 1; type: "close" }
  | { relaydesk: 1; type: "unread"; count: number }
  | { relaydesk: 1; type: "message"; message: { role: string; content: string } }
  | { relaydesk: 1; type: "status"; status: string }
  | { relaydesk: 1; type: "error"; message: string };

/** A message without the envelope's mark, with its kinds kept apart. */
export type Unmarked<T> = T extends { relaydesk: 1 } ? Omit<T, "relaydesk"> : never;

export function isEnvelope<T extends { relaydesk: 1 }>(data: unknown): data is T {
  return typeof data === "object" && data !== null && (data as { relaydesk?: unknown }).relaydesk === 1;
}
