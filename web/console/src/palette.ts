/** The design system in one place: surfaces, text and meaning, handed to our own CSS and to Ant Design. */

export const LIGHT = {
  ground: "#f4f5f8",
  surface: "#ffffff",
  raised: "#f8f9fb",
  line: "#e1e5eb",
  faintLine: "#edf0f4",
  text: "#18202c",
  soft: "#586375",
  accent: "#1d4ed8",
  link: "#1d4ed8",
  tint: "#e9effd",
  good: "#15803d",
  near: "#b45309",
  bad: "#c0261c",
};

export const DARK: typeof LIGHT = {
  ground: "#0c0f13",
  surface: "#13171d",
  raised: "#191e26",
  line: "#272e39",
  faintLine: "#1f252e",
  text: "#e6eaf0",
  soft: "#98a3b4",
  accent: "#3b6fe8",
  link: "#84abff",
  tint: "#18264a",
  good: "#4ade80",
  near: "#fbbf24",
  bad: "#f5857c",
};

export const FONT =
  '"Inter Variable", system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

export function applyPalette(isDark: boolean): void {
  const root = document.documentElement;
  root.dataset.theme = isDark ? "dark" : "light";
  for (const [name, value] of Object.entries(isDark ? DARK : LIGHT)) root.style.setProperty(`--rd-${name}`, value);
}
