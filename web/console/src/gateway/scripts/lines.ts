/** What changed between two texts, line by line. */

export interface Line {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Beyond this a comparison costs more than it tells. */
export const MOST_LINES = 600;

/** The longest common lines stay, the rest is removed or added; undefined for texts with too many lines. */
export function changedLines(before: string, after: string): Line[] | undefined {
  const old = before.split("\n");
  const now = after.split("\n");
  if (old.length > MOST_LINES || now.length > MOST_LINES) return undefined;
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: "same", text: old[i] ?? "" });
      i++;
      j++;
    } else if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "removed", text: old[i++] ?? "" });
    } else {
      lines.push({ kind: "added", text: now[j++] ?? "" });
    }
  }
  return lines;
}
