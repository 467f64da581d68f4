import type { ReactNode } from "react";
import { usePageTitle } from "./usePageTitle";

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
