/** What an import is told and what it answers. */

export interface Imported {
  applied: boolean;
  upstreams: { name: string; base_url: string; format: string; keys: number; known: boolean }[];
  routes: { model: string; targets: string[]; fallbacks: string[]; known: boolean }[];
  notes: string[];
}

/** `NAME=value` lines as in a .env file: `export` and quotes are taken off, comments and other lines are passed over. */
export function readEnvironment(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    found[match[1]] = match[2].replace(/^(["'])(.*)\1$/, "$2");
  }
  return found;
}
