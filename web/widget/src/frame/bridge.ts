/** The frame's side of the talk with the host page; only the exact origin named in the address is heard or told. */
import { isEnvelope, type ToFrame, type ToHost, type Unmarked } from "../protocol";

export interface Bridge {
  tell: (message: Unmarked<ToHost>) => void;
  listen: (heard: (message: ToFrame) => void) => () => void;
}

export function bridgeTo(origin: string | null): Bridge {
  const isFramed = window.parent !== window && origin !== null && origin !== "";
  return {
    tell(message) {
      if (isFramed) window.parent.postMessage({ relaydesk: 1, ...message }, origin);
    },
    listen(heard) {
      const onMessage = (event: MessageEvent) => {
        if (!isFramed || event.origin !== origin || event.source !== window.parent) return;
        if (isEnvelope<ToFrame>(event.data)) heard(event.data);
      };
      window.addEventListener("message", onMessage);
      return () => window.removeEventListener("message", onMessage);
    },
  };
}
