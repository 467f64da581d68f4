/** Who is signed in and what they may do; the server enforces it, the console follows. */
import { useSyncExternalStore } from "react";
import { reads, type Schema } from "../api/client";
import { keeper } from "./tokens";
import { useGrant } from "./useGrant";

/** Where the signed-in person is read and changed. */
export const ME = "/api/auth/me";

/** How the sign-in of whoever works here has ended, until they sign in again or leave. */
export function useEnding() {
  return useSyncExternalStore(keeper.subscribe, keeper.ending);
}

export function useMe(): Schema<"Profile"> | undefined {
  const grant = useGrant();
  const person = useSyncExternalStore(keeper.subscribe, keeper.person);
  const { data } = reads.useQuery("get", ME, {}, { enabled: grant !== undefined, staleTime: 300_000 });
  return person && data?.id === person.id ? data : undefined;
}

export function useCan(): (permission: string) => boolean {
  const permissions = useMe()?.permissions;
  return (permission) => permissions?.includes(permission) ?? false;
}
