/** The tab's title: how many wait for an operator, the page, the product. */
import { useEffect } from "react";
import { sharedValue } from "../sharedValue";

const PRODUCT = "Relaydesk";
const waiting = sharedValue(0);

/** How many visitors wait now; shown before every page's title. */
export const setWaiting = waiting.set;

function titleOf(page: string, count: number): string {
  return `${count > 0 ? `(${count}) ` : ""}${page ? `${page} · ` : ""}${PRODUCT}`;
}

export function usePageTitle(page: string): void {
  const count = waiting.use();
  useEffect(() => {
    document.title = titleOf(page, count);
  }, [page, count]);
}
