import { api, type Query } from "../../api/http";

/** The keys that match as a file of the browser's. */
export async function saveExport(filter: Query): Promise<void> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await api.file("/api/admin/keys/export", filter));
  link.download = "keys.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
