// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { globalNameOf, optionsOfScript } from "../src/loader/options";
import { install } from "../src/loader/stub";
import { createWidget, type Widget } from "../src/loader/widget";

const SERVER = "https://desk.example";
const started: Widget[] = [];

function start(): Widget {
  const widget = createWidget(SERVER, { assistant: "asst_1", locale: "en" });
  started.push(widget);
  return widget;
}

afterEach(() => {
  for (const widget of started.splice(0)) widget.destroy();
});

const host = () => document.querySelector<HTMLElement>("[data-relaydesk]");
const frame = () => host()?.shadowRoot?.querySelector("iframe") ?? undefined;
const say = (data: unknown, origin = SERVER, source: unknown = frame()?.contentWindow) => {
  const event = new MessageEvent("message", { data, origin });
  Object.defineProperty(event, "source", { value: source });
  window.dispatchEvent(event);
};

test("calls made before the loader arrived are done in order", () => {
  const calls: string[] = [];
  const widget = Object.fromEntries(
    ["init", "open", "on"].map((name) => [name, (...all: unknown[]) => calls.push([name, ...all].join(" "))]),
  ) as unknown as Widget;
  const page = { MyShopChat: { q: [["init", "x"], ["on", "ready"], ["open"], ["constructor"], "nonsense"] } };
  expect(install(page, "MyShopChat", widget)).toBe(true);
  expect(calls).toEqual(["init x", "on ready", "open"]);
  expect(page.MyShopChat).toBe(widget);
});

test("without a stub nothing was asked for yet", () => {
  const page = {};
  const widget = start();
  expect(install(page, "Relaydesk", widget)).toBe(false);
  expect(page).toEqual({ Relaydesk: widget });
});

test.each([
  ["/sdk/relaydesk.js", undefined, "Relaydesk"],
  ["/sdk/MyShopChat.js?v=2", undefined, "MyShopChat"],
  ["/sdk/MyShopChat.js", "Chat", "Chat"],
  ["/other.js", undefined, "Relaydesk"],
])("a script at %s with data-global %s is the global %s", (address, named, expected) => {
  const script = document.createElement("script");
  script.src = SERVER + address;
  if (named) script.dataset.global = named;
  expect(globalNameOf(script)).toBe(expected);
});

test("a second init with options starts anew with them and keeps the listeners", () => {
  const widget = start();
  const opened = vi.fn();
  widget.on("open", opened);
  widget.init();
  widget.init({ assistant: "asst_2" });
  expect(document.querySelectorAll("[data-relaydesk]")).toHaveLength(1);
  widget.open();
  expect(new URL(frame()?.src ?? "").searchParams.get("assistant")).toBe("asst_2");
  expect(opened).toHaveBeenCalledTimes(1);
});

test("the script tag's attributes become options, wrong values are left out", () => {
  const script = document.createElement("script");
  Object.assign(script.dataset, { assistant: "a", position: "left", theme: "purple", locale: "zh-CN" });
  expect(optionsOfScript(script)).toEqual({ assistant: "a", position: "left", locale: "zh-CN" });
});

test("adds one element to the page and takes it away again", () => {
  const before = document.body.innerHTML;
  const widget = start();
  widget.init();
  widget.init();
  expect(document.querySelectorAll("[data-relaydesk]")).toHaveLength(1);
  expect(host()?.innerHTML).toBe("");
  widget.destroy();
  expect(document.body.innerHTML).toBe(before);
});

test("opens a frame that knows the exact origin of the page", () => {
  const widget = start();
  widget.init();
  const opened = vi.fn();
  widget.on("open", opened);
  widget.open();
  const address = new URL(frame()?.src ?? "");
  expect(address.origin + address.pathname).toBe(`${SERVER}/embed`);
  expect(Object.fromEntries(address.searchParams)).toEqual({
    origin: location.origin,
    assistant: "asst_1",
    locale: "en",
  });
  widget.open();
  expect(opened).toHaveBeenCalledTimes(1);
  widget.toggle();
  expect(host()?.hasAttribute("data-open")).toBe(false);
});

test("hears the frame only from its exact origin and window", () => {
  const widget = start();
  widget.init();
  widget.open();
  const unread = vi.fn();
  widget.on("unread", unread);
  const message = { relaydesk: 1, type: "unread", count: 3 };
  say(message, "https://evil.example");
  say(message, SERVER, window);
  say({ type: "unread", count: 3 });
  expect(unread).not.toHaveBeenCalled();
  say(message);
  expect(unread.mock.calls).toEqual([[3]]);
  expect(host()?.shadowRoot?.querySelector("i")?.textContent).toBe("3");
});

test("a listener taken off is not called", () => {
  const widget = start();
  const listener = vi.fn();
  widget.on("open", listener);
  widget.off("open", listener);
  widget.init();
  widget.open();
  expect(listener).not.toHaveBeenCalled();
});

test("open before init opens once it has started", () => {
  const widget = start();
  widget.open();
  expect(host()).toBeNull();
  widget.init();
  expect(host()?.hasAttribute("data-open")).toBe(true);
});
