/** Attempts as people count them: one that does not count goes on as the same. */
import type { ListedTask, Task } from "./types";

type Attempts = Pick<Task | ListedTask, "attempt" | "max_attempts" | "uncounted_attempts">;

/** The number of an attempt among those that count. */
export function countedOf({ uncounted_attempts: uncounted }: Pick<Attempts, "uncounted_attempts">) {
  return (attempt: number) => attempt - uncounted.filter((one) => one < attempt).length;
}

/** How many attempts it has had, and may have. */
export function attemptsOf(task: Attempts): string {
  const counted = countedOf(task);
  return `${counted(task.attempt)} / ${counted(task.max_attempts)}`;
}
