/** The tab's title: how many wait for an operator, the page, the product. */
import { useEffect, useSyncExternalStore } from "react";

const PRODUCT = "Relaydesk";
const listeners = new Set<() => void>();
let waiting = 0;

/** How many visitors wait now; shown before every page's title. */
export function setWaiting(count: number): void {
  if (count === waiting) return;
  waiting = count;
  for (const listener of listeners) listener();
}

export function titleOf(page: string, count: number): string {
  return `${count > 0 ? `(${count}) ` : ""}${page ? `${page} · ` : ""}${PRODUCT}`;
}

export function usePageTitle(page: string): void {
  const count = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
  useEffect(() => {
    document.title = titleOf(page, count);
  }, [page, count]);
}
