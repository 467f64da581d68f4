import { errorOf } from "../api/errors";
import { type GrantBody, keeper, post } from "./tokens";

/** Signs in by what was typed; `path` is where an account is opened or made. Raises ApiError. */
export async function askForGrant(path: "/api/auth/login" | "/api/auth/register", body: object): Promise<void> {
  const response = await post(path, body);
  if (!response.ok) throw await errorOf(response);
  keeper.accept((await response.json()) as GrantBody);
}
