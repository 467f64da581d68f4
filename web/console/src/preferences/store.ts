/** What a person set for this browser: theme, language, and how the inbox behaves. */
import { sharedValue } from "../sharedValue";
import { tried } from "../tried";
import { useMedia } from "../ui/useMedia";

type ThemeChoice = "light" | "dark" | "system";
export type Language = "en" | "zh-CN";

export interface Preferences {
  theme: ThemeChoice;
  language: Language;
  isRailCollapsed: boolean;
  singleKeys: boolean;
  sound: boolean;
  desktopNotifications: boolean;
}

const KEY = "relaydesk.preferences";

function load(): Preferences {
  const defaults: Preferences = {
    theme: "system",
    language: navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en",
    isRailCollapsed: false,
    singleKeys: true,
    sound: false,
    desktopNotifications: false,
  };
  return { ...defaults, ...tried(() => JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
}

const current = sharedValue(load());

export const preferences = current.get;
export const usePreferences = current.use;

export function setPreferences(change: Partial<Preferences>): void {
  const changed = { ...preferences(), ...change };
  tried(() => localStorage.setItem(KEY, JSON.stringify(changed))); // else it is kept for this page only
  current.set(changed);
}

export function useIsDark(): boolean {
  const { theme } = usePreferences();
  const isSystemDark = useMedia("(prefers-color-scheme: dark)");
  return theme === "dark" || (theme === "system" && isSystemDark);
}

/** False when the person asked the system for less motion. */
export function useHasMotion(): boolean {
  return !useMedia("(prefers-reduced-motion: reduce)");
}
