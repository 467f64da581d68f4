import { render } from "preact";
import { App } from "./App";
import { bridgeTo } from "./bridge";
import { resolveLocale, translator } from "./i18n";
import "./style.css";

const query = new URLSearchParams(location.search);
const locale = resolveLocale(query.get("locale"));
const t = translator(locale);
const root = document.documentElement;
root.lang = locale;
document.title = t("title");

const dark = matchMedia("(prefers-color-scheme: dark)");
const applyTheme = () => {
  const asked = query.get("theme");
  root.dataset.theme = asked === "light" || asked === "dark" ? asked : dark.matches ? "dark" : "light";
};
dark.addEventListener("change", applyTheme);
applyTheme();

const color = query.get("color");
if (color && CSS.supports("color", color)) root.style.setProperty("--accent", color);

const mount = document.getElementById("app");
if (mount) {
  render(
    <App
      assistant={query.get("assistant") ?? ""}
      bridge={bridgeTo(query.get("origin"))}
      locale={locale}
      t={t}
      isFramed={window.parent !== window}
    />,
    mount,
  );
}
