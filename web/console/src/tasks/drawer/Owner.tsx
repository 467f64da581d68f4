import { reads } from "../../api/client";
import { useCan } from "../../auth/session";
import { Coded } from "../../ui/Status";

/** Who asked for it, by name as far as this person may see names. */
export function Owner({ id }: { id: string }) {
  const can = useCan();
  const keyId = /^key_(\d+)$/.exec(id)?.[1];
  const user = reads.useQuery(
    "get",
    "/api/users/{user_id}",
    { params: { path: { user_id: id } } },
    { enabled: id.startsWith("user_") && can("users.read"), retry: false },
  );
  const key = reads.useQuery(
    "get",
    "/api/keys/{key_id}",
    { params: { path: { key_id: Number(keyId) } } },
    { enabled: keyId !== undefined && can("keys.read"), retry: false },
  );
  if (id === "system") return "Relaydesk";
  return <Coded words={user.data?.name ?? key.data?.name} code={id} />;
}
