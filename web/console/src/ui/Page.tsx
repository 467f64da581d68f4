import { type ReactNode, useEffect } from "react";
import { sharedValue } from "../sharedValue";

interface Props {
  title: string;
  /** The tab's title where it says more than the page's. */
  tabTitle?: string;
  description?: string;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, tabTitle, description, actions, children }: Props) {
  usePageTitle(tabTitle ?? title);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {description && <p className="soft">{description}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

const waiting = sharedValue(0);

/** How many visitors wait now; shown before every page's title. */
export const setWaiting = waiting.set;

/** The tab's title: how many wait for an operator, the page, the product. */
export function usePageTitle(page: string): void {
  const count = waiting.use();
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ""}${page ? `${page} · ` : ""}Relaydesk`;
  }, [page, count]);
}
