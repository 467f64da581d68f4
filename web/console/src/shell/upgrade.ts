/** After an upgrade the server no longer has the files of the build that runs here; one reload fetches the new one. */
import { tried } from "../tried";

const MARK = "relaydesk.reloadedFor";
const ENTRY = /\/console\/assets\/index-[\w-]+\.js/;

export type ServerState = "same" | "upgraded" | "unreachable";

/** The entry script's path names a build: it carries a hash of its content. */
export function buildIn(html: string): string | undefined {
  return ENTRY.exec(html)?.[0];
}

async function servedBuild(): Promise<string | undefined> {
  const answer = await fetch("/console/index.html", { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return buildIn(await answer.text());
}

/** Whether the server answers, and with the build that runs here; reloads once for a build that is another. */
export async function lookAtServer(): Promise<ServerState> {
  const served = await servedBuild().catch(() => null);
  if (served === null) return "unreachable";
  const running = buildIn([...document.scripts].map((script) => script.src).join("\n"));
  if (!served || served === running) return "same";
  if (isFirstReloadFor(served)) location.reload();
  return "upgraded";
}

/** Without storage it cannot be known whether a reload has been tried: then none is. */
export function isFirstReloadFor(build: string, storage: () => Storage = () => sessionStorage): boolean {
  const isFirst = tried(() => {
    if (storage().getItem(MARK) === build) return false;
    storage().setItem(MARK, build);
    return true;
  });
  return isFirst ?? false;
}
