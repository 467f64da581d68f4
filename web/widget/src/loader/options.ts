/** What a shop can set, by init() or by attributes of the script tag. */
import type { Theme } from "../protocol";

export interface WidgetOptions {
  assistant?: string;
  position?: "right" | "left";
  theme?: Theme;
  locale?: string;
  /** Colour of the button, any CSS colour. */
  color?: string;
  /** Open the window as soon as it is ready. */
  open?: boolean;
}

/** The global's name: as the tag says, else as the script's own address does (`/sdk/MyShopChat.js`). */
export function globalNameOf(script: HTMLScriptElement | null): string {
  const own = /\/sdk\/([\w$]+)\.js(?:[?#]|$)/.exec(script?.src ?? "")?.[1];
  return script?.dataset.global || (own && own !== "relaydesk" ? own : "Relaydesk");
}

export function optionsOfScript(script: HTMLScriptElement | null): WidgetOptions {
  const data = script?.dataset ?? {};
  const options: WidgetOptions = {};
  if (data.assistant) options.assistant = data.assistant;
  if (data.position === "left" || data.position === "right") options.position = data.position;
  if (data.theme === "light" || data.theme === "dark" || data.theme === "auto") options.theme = data.theme;
  if (data.locale) options.locale = data.locale;
  if (data.color) options.color = data.color;
  return options;
}

/** English unless the language is Chinese: the two the widget speaks. */
export function languageOf(locale: string | undefined): "en" | "zh" {
  return (locale ?? "").toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const LABELS = {
  en: { open: "Open chat", close: "Close chat", frame: "Chat", unread: "unread" },
  zh: { open: "打开聊天", close: "关闭聊天", frame: "聊天", unread: "条未读" },
} as const;
