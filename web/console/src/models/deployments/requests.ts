/** Files of requests as they are checked before they are sent: the first line says whether it is one at all. */
import { t } from "i18next";

const READ_BYTES = 65_536;

/** What keeps a file from being one of requests; of a first line that is longer than what is read nothing is said. */
export async function problemOf(file: Blob): Promise<string | undefined> {
  const text = await file.slice(0, READ_BYTES).text();
  const lines = text.split("\n");
  const isWhole = file.size <= READ_BYTES;
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0) return isWhole ? t("inferenceBatch.empty") : undefined;
  if (first === lines.length - 1 && !isWhole) return undefined;
  return isRequest(lines[first] ?? "") ? undefined : t("inferenceBatch.noRequest", { line: first + 1 });
}

function isRequest(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && Array.isArray((value as { inputs?: unknown }).inputs);
  } catch {
    return false;
  }
}
