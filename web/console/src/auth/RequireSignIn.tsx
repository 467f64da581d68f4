import { Button, Spin } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import { EmptyState } from "../ui/EmptyState";
import { PendingPage } from "./PendingPage";
import { SignInAgain } from "./SignInAgain";
import { useMe } from "./session";
import { keeper } from "./tokens";

type Attempt = "asking" | "answered" | "unreachable";

/**
 * On load goes on with the sign-in of before, if there is one, and only then decides that somebody must sign in. A sign-in that
 * ends later by itself leaves the page as it is and asks for the password over it.
 */
export function RequireSignIn({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { grant, ended } = keeper.state.use();
  const me = useMe();
  const place = useLocation();
  const [attempt, setAttempt] = useState<Attempt>(grant ? "answered" : "asking");

  useEffect(() => {
    if (attempt !== "asking") return;
    keeper.resume().then(
      () => setAttempt("answered"),
      () => setAttempt("unreachable"),
    );
  }, [attempt]);

  if (me) {
    return (
      <>
        {me.role === "pending" ? <PendingPage email={me.email} /> : children}
        {ended && <SignInAgain ending={ended} />}
      </>
    );
  }
  if (attempt === "unreachable" && !grant) {
    return (
      <EmptyState title={t("auth.unreachable")}>
        <Button type="primary" onClick={() => setAttempt("asking")}>
          {t("action.retry")}
        </Button>
      </EmptyState>
    );
  }
  if (attempt === "answered" && !grant) {
    return <Navigate to="/sign-in" replace state={{ from: place.pathname + place.search }} />;
  }
  return (
    <div className="center-screen">
      <Spin size="large" />
    </div>
  );
}
