import { errorOf } from "../api/errors";
import { type GrantBody, keeper } from "./tokens";

/** Signs in by what was typed; `path` is where an account is opened or made. Raises ApiError. */
export async function askForGrant(path: "/api/auth/login" | "/api/auth/register", body: object): Promise<void> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
  if (!response.ok) throw await errorOf(response);
  keeper.accept((await response.json()) as GrantBody);
}
