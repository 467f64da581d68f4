import { client, dataOf, type Schema } from "../api/client";

/** Asks the store who it is; what it said is kept with the connection. */
export function tryConnection(merchantId: string, connectionId: number): Promise<Schema<"ConnectionTest">> {
  const path = { merchant_id: merchantId, connection_id: connectionId };
  return dataOf(client.POST("/merchants/{merchant_id}/connections/{connection_id}/test", { params: { path } }));
}
