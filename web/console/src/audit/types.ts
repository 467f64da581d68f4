/** The audit log as the API gives it, and its details as lines to read. */

export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  actor_name: string;
  action: string;
  target: string;
  outcome: "done" | "failed" | "refused";
  address: string;
  details: Record<string, unknown>;
  request_id: string;
}

/** One thing that an entry says: a value, or what it was before and is now. */
export interface Detail {
  name: string;
  before: string | undefined;
  value: string;
}

/** What changed, named by its field, stands first; then all else that was recorded. */
export function detailsOf(details: Record<string, unknown>): Detail[] {
  const { before, after, ...others } = details;
  if (!isRecord(after) || !(isRecord(before) || before === null)) {
    return Object.entries(details).map(([name, value]) => ({ name, before: undefined, value: textOf(value) }));
  }
  const old = before ?? {};
  const names = [...new Set([...Object.keys(old), ...Object.keys(after)])];
  return [
    ...names
      .map((name) => ({ name, before: textOf(old[name]), value: textOf(after[name]) }))
      .filter((change) => change.before !== change.value),
    ...detailsOf(others),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
