import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client";
import { ApiError, errorOf } from "../api/errors";
import { type GrantBody, keeper, post } from "./tokens";

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

/** Signs in by what was typed; `path` is where an account is opened or made. Raises ApiError. */
export async function askForGrant(path: "/api/auth/login" | "/api/auth/register", body: object): Promise<void> {
  const response = await post(path, body);
  if (!response.ok) throw await errorOf(response);
  keeper.accept((await response.json()) as GrantBody);
}
