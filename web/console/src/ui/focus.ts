/** Where the focus goes when what had it is gone: never to nowhere, from where a keyboard begins anew. */
import type { FocusEvent } from "react";

let last: HTMLElement | undefined;

/** Told of each focus in the page. What menus and drawers hold comes by too, but stands elsewhere in the document. */
export function noteFocus({ target, currentTarget }: FocusEvent<HTMLElement>): void {
  if (target instanceof HTMLElement && currentTarget.contains(target)) last = target;
}

export function focusPage(): void {
  document.getElementById("main")?.focus();
}

// what closes is told so a moment before it goes, with the focus in it
const GONE_MS = 50;

/** After a drawer or a window has closed: back to what opened it, if that is there still, else to the page. */
export function keepFocus(): void {
  setTimeout(() => {
    if (document.activeElement && document.activeElement !== document.body) return;
    if (last?.isConnected) last.focus();
    else focusPage();
  }, GONE_MS);
}

/** As a drawer wants it. */
export function keepFocusOnce(isOpen: boolean): void {
  if (!isOpen) keepFocus();
}
