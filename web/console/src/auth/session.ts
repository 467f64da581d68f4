/** Who is signed in and what they may do; the server enforces it, the console follows. */
import { reads, type Schema } from "../api/client";
import { keeper } from "./tokens";

/** Where the signed-in person is read and changed. */
export const ME = "/api/auth/me";

export function useMe(): Schema<"Profile"> | undefined {
  const { grant, ended } = keeper.state.use();
  const { data } = reads.useQuery("get", ME, {}, { enabled: grant !== undefined, staleTime: 300_000 });
  const person = (grant ?? ended)?.user;
  return person && data?.id === person.id ? data : undefined;
}

export function useCan(): (permission: string) => boolean {
  const permissions = useMe()?.permissions;
  return (permission) => permissions?.includes(permission) ?? false;
}
