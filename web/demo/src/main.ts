/** The demo shop: an ordinary page that knows the widget only by its public methods. */
import { formatMoney, safeImageUrl } from "../../shared/format";
import en from "./locales/en.json";
import zh from "./locales/zh-CN.json";

type Language = "en" | "zh-CN";
type Theme = "light" | "dark";

interface Product {
  title: string;
  price_minor: number;
  currency: string;
  image?: string | null;
  url?: string | null;
}

interface Shop {
  items: Product[];
  /** Who answers for the demo shop. */
  assistant: string | null;
}

interface WidgetGlobal {
  init?: (options: Record<string, string>) => void;
  open?: () => void;
}

const query = new URLSearchParams(location.search);
const systemDark = matchMedia("(prefers-color-scheme: dark)");
let language: Language = (query.get("lang") ?? navigator.language).toLowerCase().startsWith("zh") ? "zh-CN" : "en";
let theme: Theme = query.get("theme") === "dark" || (!query.has("theme") && systemDark.matches) ? "dark" : "light";
let products: Product[] = [];
let assistant: string | null = null;

const texts = (): typeof en => (language === "zh-CN" ? zh : en);
const widget = () => (window as unknown as { Relaydesk?: WidgetGlobal }).Relaydesk;

function paint(): void {
  const text = texts();
  document.documentElement.lang = language;
  document.documentElement.dataset.theme = theme;
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = text[element.dataset.text as keyof typeof text] ?? "";
  }
  setButton("language", text.language);
  setButton("theme", theme === "dark" ? text.themeLight : text.themeDark);
  paintProducts();
}

function setButton(id: string, label: string): void {
  const button = document.getElementById(id);
  if (button) button.textContent = label;
}

function paintProducts(): void {
  const list = document.getElementById("products");
  const empty = document.getElementById("empty");
  list?.replaceChildren(...products.map(productCard));
  if (empty) empty.hidden = products.length > 0;
}

function productCard(product: Product): HTMLElement {
  const item = document.createElement("li");
  const picture = document.createElement("div");
  picture.className = "picture";
  const source = safeImageUrl(product.image);
  if (source) {
    const image = new Image();
    image.alt = "";
    image.loading = "lazy";
    image.src = source;
    image.addEventListener("error", () => image.remove());
    picture.append(image);
  }
  const title = document.createElement("h3");
  title.textContent = product.title;
  const price = document.createElement("p");
  price.className = "price";
  price.textContent = formatMoney(product.price_minor, product.currency, language);
  const ask = document.createElement("button");
  ask.type = "button";
  ask.textContent = texts().askAbout;
  ask.setAttribute("aria-label", `${texts().askAbout}: ${product.title}`);
  ask.addEventListener("click", openChat);
  item.append(picture, title, price, ask);
  return item;
}

function openChat(): void {
  widget()?.open?.();
}

/** The documented stub: calls made before the script has loaded are done once it has. */
function placeStub(): void {
  const queue: unknown[][] = [];
  const stub: Record<string, unknown> = { q: queue };
  for (const name of ["init", "open", "close", "toggle", "setUser", "on", "off", "destroy"]) {
    stub[name] = (...parameters: unknown[]) => queue.push([name, ...parameters]);
  }
  Object.assign(window, { Relaydesk: stub });
  const script = document.createElement("script");
  script.async = true;
  script.src = "/sdk/relaydesk.js";
  document.head.append(script);
}

function startWidget(): void {
  const chosen = { locale: language, ...(query.has("theme") ? { theme } : {}) };
  widget()?.init?.({ ...chosen, ...(assistant ? { assistant } : {}) });
}

function change(next: { language?: Language; theme?: Theme }): void {
  language = next.language ?? language;
  theme = next.theme ?? theme;
  query.set("lang", language);
  query.set("theme", theme);
  history.replaceState(null, "", `?${query}${location.hash}`);
  paint();
  startWidget();
}

async function loadShop(): Promise<void> {
  try {
    const answer = await fetch("/demo/shop.json");
    if (answer.ok) ({ items: products, assistant } = (await answer.json()) as Shop);
  } catch {
    // The page then says how to load products.
  }
  paintProducts();
  startWidget();
}

document.getElementById("language")?.addEventListener("click", () => {
  change({ language: language === "en" ? "zh-CN" : "en" });
});
document
  .getElementById("theme")
  ?.addEventListener("click", () => change({ theme: theme === "dark" ? "light" : "dark" }));
document.querySelector("[data-ask]")?.addEventListener("click", openChat);
paint();
placeStub();
void loadShop();
