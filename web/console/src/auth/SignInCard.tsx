import type { ReactNode } from "react";
import { Brand } from "../shell/Brand";
import { LanguageSwitch, ThemeSwitch } from "../shell/Switches";
import { usePageTitle } from "../ui/Page";

/** The card on which one signs in, registers or waits, with what one may want to switch before that. */
export function SignInCard({ title, children, foot }: { title: string; children: ReactNode; foot?: ReactNode }) {
  usePageTitle(title);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Brand />
        <h1>{title}</h1>
        {children}
        {foot && <p className="soft small">{foot}</p>}
      </div>
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </main>
  );
}
