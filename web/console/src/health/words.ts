/** What health says, in the reader's language; what has no words stands as it is. */
import { wordsOf } from "../words";

const TASKS = "tasks_";

export const stateOf = (status: string) => wordsOf(`health.state.${status}`) ?? status;
export const loopOf = (name: string) => wordsOf(`health.loop.${name.replaceAll(".", "_")}`) ?? name;

export function factOf(name: string): string {
  if (!name.startsWith(TASKS)) return wordsOf(`health.fact.${name}`) ?? name;
  const status = name.slice(TASKS.length);
  return wordsOf(`task.status.${status}`) ?? status;
}
