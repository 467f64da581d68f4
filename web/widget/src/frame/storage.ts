/** The running conversation, remembered in the browser only once there is one. Storage may be forbidden: then memory. */

import type { WidgetUser } from "../protocol";

export interface Remembered {
  name: string;
  token: string;
  /** The last message the visitor has seen. */
  readSeq: number;
  /** Whose conversation it is; absent while its visitor is anonymous. */
  identity?: string;
}

/** What tells one customer from another: as the server sees it. */
export function identityOf(user: WidgetUser | null): string | undefined {
  return user?.id || user?.email || undefined;
}

export interface ConversationMemory {
  load: () => Remembered | undefined;
  save: (remembered: Remembered) => void;
  forget: () => void;
}

export function conversationMemory(assistant: string): ConversationMemory {
  const key = `relaydesk.conversation.${assistant || "default"}`;
  let held: Remembered | undefined;
  return {
    load() {
      try {
        const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
        if (isRemembered(stored)) held = stored;
      } catch {
        // Blocked or broken storage: go on without.
      }
      return held;
    },
    save(remembered) {
      held = remembered;
      try {
        localStorage.setItem(key, JSON.stringify(remembered));
      } catch {
        // The conversation then lasts as long as the page.
      }
    },
    forget() {
      held = undefined;
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}

function isRemembered(value: unknown): value is Remembered {
  const held = value as Remembered | null;
  if (typeof held !== "object" || held === null) return false;
  return typeof held.name === "string" && typeof held.token === "string" && isOptionalText(held.identity);
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}
