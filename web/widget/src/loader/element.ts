/** The one element the widget adds to a page: a button and a frame inside a shadow root. */
import { LABELS, languageOf, type WidgetOptions } from "./options";

// The host page's own rules for div beat plain :host rules, hence "!important" on the element itself.
const STYLE = `
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;bottom:20px!important;right:20px!important;display:block!important}
:host([data-side=left]){right:auto!important;left:20px!important}
button{all:unset;box-sizing:border-box;position:relative;display:grid;place-items:center;width:56px;height:56px;border-radius:50%;
background:var(--rd-color,#1d4ed8);color:#fff;cursor:pointer;box-shadow:0 1px 2px #0f172a33,0 8px 24px #0f172a33;transition:transform .16s ease}
button:hover{transform:translateY(-2px)}button:active{transform:none}
button:focus-visible{outline:3px solid #fff;outline-offset:-5px;box-shadow:0 0 0 3px var(--rd-color,#1d4ed8)}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;grid-area:1/1;transition:opacity .16s,transform .16s}
.x{opacity:0;transform:rotate(-45deg)}
:host([data-open]) .x{opacity:1;transform:none}:host([data-open]) .c{opacity:0;transform:rotate(45deg)}
i{position:absolute;top:-3px;right:-3px;min-width:20px;height:20px;box-sizing:border-box;padding:0 5px;border-radius:10px;background:#dc2626;color:#fff;
font:600 12px/20px system-ui,sans-serif;text-align:center}
i:empty{display:none}
iframe{display:none;position:absolute;bottom:72px;right:0;width:392px;height:min(640px,calc(100vh - 112px));border:0;border-radius:16px;background:transparent;
box-shadow:0 0 0 1px #0f172a14,0 16px 48px #0f172a33;color-scheme:normal}
:host([data-side=left]) iframe{right:auto;left:0}
:host([data-open]) iframe{display:block}
@media (max-width:480px){
:host([data-open]){inset:0!important}:host([data-open]) iframe{position:fixed;inset:0;width:100%;height:100%;border-radius:0}:host([data-open]) button{display:none}}
@media (prefers-reduced-motion:reduce){button,svg{transition:none}}
@media print{:host{display:none!important}}`;

const ICONS = `<svg class="c" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.4A7.5 7.5 0 1 1 20 11.5Z"/><path d="M9 10.5h6M9 13.5h4"/></svg><svg class="x" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 9.5l6 6 6-6"/></svg>`;

export interface WidgetElement {
  host: HTMLElement;
  button: HTMLButtonElement;
  setOpen: (isOpen: boolean) => void;
  setUnread: (count: number) => void;
  addFrame: (source: string) => HTMLIFrameElement;
}

export function buildElement(options: WidgetOptions): WidgetElement {
  const labels = LABELS[languageOf(options.locale)];
  const host = document.createElement("div");
  host.dataset.relaydesk = "";
  if (options.position === "left") host.dataset.side = "left";
  if (options.color) host.style.setProperty("--rd-color", options.color);
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet also works under a host's Content-Security-Policy that forbids inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.type = "button";
  button.innerHTML = ICONS;
  const badge = document.createElement("i");
  button.append(badge);
  root.append(button);
  let unread = 0;
  const label = () => {
    const action = host.hasAttribute("data-open") ? labels.close : labels.open;
    button.setAttribute("aria-label", unread ? `${action} (${unread} ${labels.unread})` : action);
    button.setAttribute("aria-expanded", String(host.hasAttribute("data-open")));
  };
  label();
  return {
    host,
    button,
    setOpen(isOpen) {
      host.toggleAttribute("data-open", isOpen);
      label();
    },
    setUnread(count) {
      unread = count;
      badge.textContent = count > 0 ? (count > 9 ? "9+" : String(count)) : "";
      label();
    },
    addFrame(source) {
      const frame = document.createElement("iframe");
      frame.title = labels.frame;
      frame.allow = "clipboard-write";
      frame.src = source;
      root.append(frame);
      return frame;
    },
  };
}
