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

const isNowhere = (): boolean => !document.activeElement || document.activeElement === document.body;
const nameOf = (one: Element): string => one.getAttribute("aria-label") ?? one.textContent;

/** A list that is no longer empty has the same button in another place. */
function twinOf(gone: HTMLElement): HTMLElement | undefined {
  const alike = document.getElementById("main")?.querySelectorAll<HTMLElement>(gone.tagName) ?? [];
  return nameOf(gone) ? [...alike].find((one) => nameOf(one) === nameOf(gone)) : undefined;
}

/** Back to what had it, or to what stands for that by now; else, or where that takes none, to the page. */
function focusAgain(): void {
  (last?.isConnected ? last : last && twinOf(last))?.focus();
  if (isNowhere()) focusPage();
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

/** Sees what had the focus leave the page: a row that was deleted, a page that another takes the place of. */
export function watchFocus(page: HTMLElement): () => void {
  const observer = new MutationObserver(() => {
    if (last && !last.isConnected && isNowhere()) focusAgain();
  });
  observer.observe(page, { childList: true, subtree: true });
  return () => observer.disconnect();
}
