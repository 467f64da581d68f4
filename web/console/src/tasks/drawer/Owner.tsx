import { reads } from "../../api/client";
import { useCan } from "../../auth/session";
import { Coded } from "../../ui/Status";

/** Who asked for it, by name as far as this person may see names. */
export function Owner({ id }: { id: string }) {
  const can = useCan();
  const keyId = /^key_(\d+)$/.exec(id)?.[1];
  const isUser = id.startsWith("user_") && can("users.read");
  const isKey = keyId !== undefined && can("keys.read");
  const userAt = { params: { path: { user_id: id } } };
  const keyAt = { params: { path: { key_id: Number(keyId) } } };
  const user = reads.useQuery("get", "/api/users/{user_id}", userAt, { enabled: isUser, retry: false });
  const key = reads.useQuery("get", "/api/keys/{key_id}", keyAt, { enabled: isKey, retry: false });
  if (id === "system") return "Relaydesk";
  return <Coded words={user.data?.name ?? key.data?.name} code={id} />;
}
