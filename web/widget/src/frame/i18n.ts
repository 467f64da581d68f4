import en from "../locales/en.json";
import zh from "../locales/zh-CN.json";

export type TextKey = keyof typeof en;
export type Translate = (key: TextKey, values?: Record<string, string>) => string;

export function resolveLocale(asked: string | null, preferred: string = navigator.language): "en" | "zh-CN" {
  return (asked || preferred).toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

export function translator(locale: "en" | "zh-CN"): Translate {
  const texts: Record<TextKey, string> = locale === "zh-CN" ? zh : en;
  return (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
