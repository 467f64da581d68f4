import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client";
import { ApiError } from "../api/errors";
import { askForGrant } from "./grant";

/** Signs in by password, and says why it did not work. */
export function useSignIn() {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const signIn = async (credentials: Schema<"LoginIn">) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await askForGrant("/api/auth/login", credentials);
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : t("auth.unreachable"));
    } finally {
      setBusy(false);
    }
  };
  return { signIn, isBusy, problem };
}
