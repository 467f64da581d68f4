import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { readAgain } from "../api/resources";
import { Brand } from "../shell/Brand";
import { LanguageSwitch, ThemeSwitch } from "../shell/Switches";
import { usePageTitle } from "../ui/usePageTitle";
import { ME } from "./session";
import { keeper } from "./tokens";

/** For somebody who has registered and whom nobody has given a role yet. */
export function PendingPage({ email }: { email: string }) {
  const { t } = useTranslation();
  usePageTitle(t("auth.pendingTitle"));
  const queries = useQueryClient();
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Brand />
        <h1>{t("auth.pendingTitle")}</h1>
        <p className="soft">{t("auth.pendingHint", { email })}</p>
        <p>
          <Button type="primary" block onClick={() => void readAgain(queries, [ME])}>
            {t("auth.pendingCheck")}
          </Button>
        </p>
        <p>
          <Button block onClick={() => void keeper.signOut()}>
            {t("auth.signOut")}
          </Button>
        </p>
      </div>
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </main>
  );
}
