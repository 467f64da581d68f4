/** What the work answers; undefined where it fails, as where storage is forbidden or a text is no JSON. */
export function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
