/** Where the focus goes when what had it is gone: never to nowhere, from where a keyboard begins anew. */
import type { FocusEvent } from "react";

const PLACE = "#main, [role=dialog]";
const OPEN_DRAWER = ".ant-drawer-open [role=dialog]";

/** What had the focus last in the page, and in each drawer. */
const lastIn = new WeakMap<Element, HTMLElement>();

/** Told of each focus in the page and in what opens over it. */
export function noteFocus({ target }: FocusEvent<HTMLElement>): void {
  const place = target.closest(PLACE);
  if (place) lastIn.set(place, target);
}

/** Whoever skips to the page begins at its top. */
export function focusPage(): void {
  document.getElementById("main")?.focus();
}

const FIELDS = ":is(input:not([type=radio]):not([type=file]), textarea, .ant-upload button):not(:disabled)";

/** A form begins in its first field that can be filled in, unless somebody is at another by then. */
export function focusField(form: HTMLElement | null): void {
  if (!form?.contains(document.activeElement)) form?.querySelector<HTMLElement>(FIELDS)?.focus({ preventScroll: true });
}

/** The open drawer, or the page. */
const placeNow = (): HTMLElement | null =>
  [...document.querySelectorAll<HTMLElement>(OPEN_DRAWER)].at(-1) ?? document.getElementById("main");

function focusPlace(): HTMLElement | null {
  const place = placeNow();
  if (place) place.tabIndex = -1;
  place?.focus({ preventScroll: true });
  return place;
}

const isOff = (one: Element): boolean => one.matches(":disabled");
const isNowhere = (): boolean => {
  const { activeElement: holder, body } = document;
  return !holder || holder === body || isOff(holder); // a browser takes it from what is off a moment later
};
const nameOf = (one: Element): string => one.getAttribute("aria-label") ?? one.textContent;

/** A list that is no longer empty has the same button in another place. */
function twinOf(gone: HTMLElement): HTMLElement | undefined {
  const alike = placeNow()?.querySelectorAll<HTMLElement>(gone.tagName) ?? [];
  return nameOf(gone) ? [...alike].find((one) => nameOf(one) === nameOf(gone)) : undefined;
}

const lastNow = (): HTMLElement | undefined => lastIn.get(placeNow() ?? document.body);

/** Back to what had it, or to what stands for that by now; else, or where that takes none, to the drawer or the page. */
function focusAgain(): void {
  const last = lastNow();
  (last?.isConnected ? last : last && twinOf(last))?.focus();
  if (isNowhere()) focusPlace();
}

// what closes is told so a moment before it goes, with the focus in it
const LOOK_MS = 10;
const MOST_LOOKS = 100;

/** After a drawer or a window has closed. */
export function keepFocus(): void {
  look(document.activeElement, MOST_LOOKS);
}

function look(holder: Element | null, looksLeft: number): void {
  setTimeout(() => {
    if (isNowhere()) focusAgain();
    else if (looksLeft > 1 && document.activeElement === holder) look(holder, looksLeft - 1);
  }, LOOK_MS);
}

/** As a drawer wants it. */
export function keepFocusOnce(isOpen: boolean): void {
  if (!isOpen) keepFocus();
}

// what is off for longer leaves the focus to its drawer or page until it is back
const PATIENCE_MS = 300;
let off: { one: HTMLElement; standIn?: HTMLElement | null } | undefined;

/** A button is often off as long as what it does takes. */
function followSwitch(one: HTMLElement): void {
  if (isOff(one)) {
    if (document.activeElement !== one && !(isNowhere() && lastNow() === one)) return;
    const waiting: typeof off = { one };
    off = waiting;
    setTimeout(() => {
      if (off === waiting && one.isConnected && isOff(one) && isNowhere()) waiting.standIn = focusPlace();
    }, PATIENCE_MS);
  } else if (off?.one === one) {
    if (isNowhere() || document.activeElement === off.standIn) one.focus({ preventScroll: true });
    off = undefined;
  }
}

const SEEN = { childList: true, subtree: true, attributeFilter: ["disabled"] };

/** Sees what had the focus go: a row that was deleted, a page that another takes the place of, a button that is off. */
export function watchFocus(): () => void {
  const observer = new MutationObserver((changes) => {
    for (const { type, target } of changes) if (type === "attributes") followSwitch(target as HTMLElement);
    const last = lastNow();
    if (last && !last.isConnected && isNowhere()) focusAgain();
  });
  observer.observe(document.body, SEEN);
  return () => observer.disconnect();
}
