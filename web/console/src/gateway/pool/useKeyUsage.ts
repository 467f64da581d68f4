import { reads, type Schema } from "../../api/client";
import { useCan } from "../../auth/session";

/** What these keys were used for in the last day, by their ids; undefined to whom statistics are not shown. */
export function useKeyUsage(ids: number[]): Map<number, Schema<"KeyUsage">> | undefined {
  const maySee = useCan()("gateway.stats.read");
  const { data } = reads.useQuery(
    "get",
    "/api/admin/stats/keys",
    { params: { query: { key_id: ids } } },
    { enabled: maySee && ids.length > 0 },
  );
  return maySee ? new Map(data?.map((usage) => [usage.key_id, usage])) : undefined;
}
