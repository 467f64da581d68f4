/** The variables that a configuration names. */

const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/;

/** The number of the first line that is no `NAME=value`, no comment and not empty; 0 where there is none. */
export const oddLine = (text: string): number =>
  text.split("\n").findIndex((line) => !LINE.test(line) && !/^\s*(#|$)/.test(line)) + 1;

/** `NAME=value` lines as in a .env file: `export` and quotes are taken off, comments and other lines are passed over. */
export function readEnvironment(text: string): Record<string, string> {
  const variables = text.split("\n").flatMap((line) => {
    const [, name, value = ""] = LINE.exec(line) ?? [];
    return name ? [[name, value.replace(/^(["'])(.*)\1$/, "$2")]] : [];
  });
  return Object.fromEntries(variables);
}
