/** What a person set for this browser: theme, language, and how the inbox behaves. */
import { sharedValue } from "../sharedValue";
import { tried } from "../tried";
import { useMedia } from "../ui/useMedia";

type ThemeChoice = "light" | "dark" | "system";
export type Language = "en" | "zh-CN";

const KEY = "relaydesk.preferences";
const DEFAULTS = {
  theme: "system" as ThemeChoice,
  language: (navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en") as Language,
  isRailCollapsed: false,
  singleKeys: true,
  sound: false,
  desktopNotifications: false,
};
export type Preferences = typeof DEFAULTS;

const stored = tried(() => JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>);
const current = sharedValue<Preferences>({ ...DEFAULTS, ...stored });

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
