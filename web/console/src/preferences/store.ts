/** What a person set for this browser: theme, language, and how the inbox behaves. */
import { useCallback, useMemo, useSyncExternalStore } from "react";

export type ThemeChoice = "light" | "dark" | "system";
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
const listeners = new Set<() => void>();

function load(): Preferences {
  const defaults: Preferences = {
    theme: "system",
    language: navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en",
    isRailCollapsed: false,
    singleKeys: true,
    sound: false,
    desktopNotifications: false,
  };
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    return defaults;
  }
}

let current = load();

export function preferences(): Preferences {
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Kept for this page only.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

function useMedia(query: string): boolean {
  const media = useMemo(() => window.matchMedia(query), [query]);
  const listen = useCallback(
    (listener: () => void) => {
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    [media],
  );
  return useSyncExternalStore(listen, () => media.matches);
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
