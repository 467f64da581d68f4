/** The running conversation, remembered in the browser only once there is one. Storage may be forbidden: then memory. */

export interface Remembered {
  name: string;
  token: string;
  /** The last message the visitor has seen. */
  readSeq: number;
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
  return typeof held === "object" && held !== null && typeof held.name === "string" && typeof held.token === "string";
}
