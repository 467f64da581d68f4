/** The variables that a configuration names. */

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
