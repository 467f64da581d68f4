/** The design system in one place: surfaces, text and meaning, handed to our own CSS and to Ant Design. */
import { dark as DARK, light as LIGHT } from "./palette.json";

export { DARK, LIGHT };
export const FONT =
  '"Inter Variable", system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

export function applyPalette(isDark: boolean): void {
  const root = document.documentElement;
  root.dataset.theme = isDark ? "dark" : "light";
  for (const [name, value] of Object.entries(isDark ? DARK : LIGHT)) root.style.setProperty(`--rd-${name}`, value);
}
