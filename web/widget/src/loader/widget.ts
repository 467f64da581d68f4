/** The object that a page sees as `Relaydesk`. It never throws into the host page. */
import { isEnvelope, type ToFrame, type ToHost, type Unmarked, type WidgetEvent, type WidgetUser } from "../protocol";
import { buildElement, type WidgetElement } from "./element";
import type { WidgetOptions } from "./options";

type Listener = (detail: unknown) => void;

export interface Widget {
  /** Starts it; again with options, it starts anew with them. */
  init: (options?: WidgetOptions) => void;
  open: () => void;
  close: () => void;
  toggle: () => void;
  setUser: (user: WidgetUser | null) => void;
  on: (event: WidgetEvent, listener: Listener) => void;
  off: (event: WidgetEvent, listener?: Listener) => void;
  destroy: () => void;
}

export function createWidget(serverOrigin: string, defaults: WidgetOptions): Widget {
  const listeners = new Map<string, Set<Listener>>();
  let element: WidgetElement | undefined;
  let frame: HTMLIFrameElement | undefined;
  let user: WidgetUser | null | undefined;
  let isReady = false;
  let isOpen = false;
  let wantsOpen = false;

  const emit = (event: WidgetEvent, detail?: unknown) => {
    for (const listener of [...(listeners.get(event) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  };

  const tell = (message: Unmarked<ToFrame>) => {
    if (isReady) frame?.contentWindow?.postMessage({ relaydesk: 1, ...message }, serverOrigin);
  };

  const show = (nextOpen: boolean) => {
    if (!element || nextOpen === isOpen) return;
    isOpen = nextOpen;
    if (isOpen) ensureFrame();
    element.setOpen(isOpen);
    tell(isOpen ? { type: "opened", mobile: innerWidth <= 480 } : { type: "closed" });
    if (isOpen) frame?.focus();
    else element.button.focus({ preventScroll: true });
    emit(isOpen ? "open" : "close");
  };

  const onMessage = (event: MessageEvent) => {
    if (event.origin !== serverOrigin || !frame || event.source !== frame.contentWindow) return;
    if (!isEnvelope<ToHost>(event.data)) return;
    const data = event.data;
    if (data.type === "ready") {
      isReady = true;
      if (user !== undefined) tell({ type: "user", user });
      if (isOpen) tell({ type: "opened", mobile: innerWidth <= 480 });
      emit("ready");
    } else if (data.type === "close") show(false);
    else if (data.type === "unread") {
      element?.setUnread(data.count);
      emit("unread", data.count);
    } else if (data.type === "message") emit("message", data.message);
    else if (data.type === "status") emit("status", data.status);
    else if (data.type === "error") emit("error", data.message);
  };

  let settings: WidgetOptions = defaults;
  const ensureFrame = () => {
    if (frame || !element) return;
    const query = new URLSearchParams({ origin: location.origin });
    for (const key of ["assistant", "locale", "theme", "color"] as const) {
      const value = settings[key];
      if (value) query.set(key, value);
    }
    frame = element.addFrame(`${serverOrigin}/embed?${query}`);
  };

  const place = () => {
    if (!element || element.host.isConnected) return;
    document.body.append(element.host);
    if (wantsOpen) show(true);
    // Loaded after the page so that a running conversation's replies can show on the button.
    const later = () =>
      "requestIdleCallback" in window ? requestIdleCallback(ensureFrame) : setTimeout(ensureFrame, 200);
    if (document.readyState === "complete") later();
    else addEventListener("load", later, { once: true });
  };

  const takeAway = () => {
    removeEventListener("message", onMessage);
    removeEventListener("DOMContentLoaded", place);
    element?.host.remove();
    element = frame = undefined;
    isReady = isOpen = false;
  };

  return {
    init(options) {
      if (element && !options) return;
      takeAway();
      settings = { ...defaults, ...options };
      element = buildElement({ ...settings, locale: settings.locale ?? navigator.language });
      element.button.addEventListener("click", () => show(!isOpen));
      addEventListener("message", onMessage);
      if (settings.open) wantsOpen = true;
      if (document.body) place();
      else addEventListener("DOMContentLoaded", place, { once: true });
    },
    open() {
      wantsOpen = true;
      show(true);
    },
    close() {
      wantsOpen = false;
      show(false);
    },
    toggle: () => show(!isOpen),
    setUser(next) {
      user = next;
      tell({ type: "user", user: next });
    },
    on(event, listener) {
      if (typeof listener !== "function") return;
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      if (event === "ready" && isReady) listener(undefined);
    },
    off(event, listener) {
      if (listener) listeners.get(event)?.delete(listener);
      else listeners.delete(event);
    },
    destroy() {
      takeAway();
      wantsOpen = false;
      listeners.clear();
    },
  };
}
