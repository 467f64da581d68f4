import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { readAgain } from "../api/resources";
import { SignInCard } from "./SignInCard";
import { ME } from "./session";
import { keeper } from "./tokens";

/** For somebody who has registered and whom nobody has given a role yet. */
export function PendingPage({ email }: { email: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return (
    <SignInCard title={t("auth.pendingTitle")}>
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
    </SignInCard>
  );
}
