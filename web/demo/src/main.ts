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

interface WidgetGlobal {
  init?: (options: Record<string, string>) => void;
  open?: () => void;
  destroy?: () => void;
}

const query = new URLSearchParams(location.search);
const systemDark = matchMedia("(prefers-color-scheme: dark)");
let language: Language = (query.get("lang") ?? navigator.language).toLowerCase().startsWith("zh") ? "zh-CN" : "en";
let theme: Theme = query.get("theme") === "dark" || (!query.has("theme") && systemDark.matches) ? "dark" : "light";
let products: Product[] = [];

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

/** The script tag may not have run yet: then it reads these attributes itself. */
function tellWidget(): void {
  const tag = document.getElementById("relaydesk-script");
  if (tag) Object.assign(tag.dataset, { locale: language, theme });
  const running = widget();
  running?.destroy?.();
  running?.init?.({ locale: language, theme });
}

function change(next: { language?: Language; theme?: Theme }): void {
  language = next.language ?? language;
  theme = next.theme ?? theme;
  query.set("lang", language);
  query.set("theme", theme);
  history.replaceState(null, "", `?${query}${location.hash}`);
  paint();
  tellWidget();
}

async function loadProducts(): Promise<void> {
  try {
    const answer = await fetch("/demo/products.json");
    if (answer.ok) products = ((await answer.json()) as { items: Product[] }).items;
  } catch {
    // The page then says how to load products.
  }
  paintProducts();
}

document.getElementById("language")?.addEventListener("click", () => {
  change({ language: language === "en" ? "zh-CN" : "en" });
});
document
  .getElementById("theme")
  ?.addEventListener("click", () => change({ theme: theme === "dark" ? "light" : "dark" }));
document.querySelector("[data-ask]")?.addEventListener("click", openChat);
paint();
if (query.has("lang") || query.has("theme")) tellWidget();
void loadProducts();
