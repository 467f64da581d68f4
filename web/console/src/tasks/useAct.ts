/** What is done to tasks, one or many: a cancellation asks first, and what was done is said. */
import { useQueryClient } from "@tanstack/react-query";
import { t } from "i18next";
import { client, dataOf, reads } from "../api/client";
import { formatNumber } from "../format";
import { useAction, useConfirm } from "../ui/useAction";
import { kindName, type ListedTask, type TaskAction } from "./types";

/** A running one is only asked to end or to rest, which it does soon. */
export function actedWords(action: TaskAction, tasks: Pick<ListedTask, "status">[]): string | undefined {
  const isLater = action === "cancel" || action === "pause";
  const asked = isLater ? tasks.filter(({ status }) => status === "running").length : 0;
  const done = tasks.length - asked;
  const words = [
    done > 0 && t(`task.acted.${action}`, { count: done, amount: formatNumber(done) }),
    isLater && asked > 0 && t(`task.asked.${action}`, { count: asked, amount: formatNumber(asked) }),
  ].filter((part) => part !== false);
  return words.length > 0 ? words.join(" · ") : undefined;
}

type Acted = Pick<ListedTask, "id" | "kind" | "status">;

export function useAct() {
  const queries = useQueryClient();
  const confirm = useConfirm();
  const { run } = useAction(["/api/tasks"]);
  const act = (task: Acted, action: TaskAction) =>
    run(async () => {
      const path = { task_id: task.id };
      const call = client.POST("/api/tasks/{task_id}/{action}", { params: { path: { ...path, action } } });
      const answer = await dataOf(call);
      const { queryKey } = reads.queryOptions("get", "/api/tasks/{task_id}", { params: { path } });
      // shown from here on: a read that was under way knows of what was before
      await queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, answer);
      return actedWords(action, [task]);
    });
  return async (task: Acted, action: TaskAction) => {
    if (action !== "cancel") return act(task, action);
    const title = t("task.askCancelOne", { name: kindName(task.kind), id: task.id });
    const hint = t(task.status === "running" ? "task.askCancelRunning" : "task.askCancelOneHint");
    confirm(title, hint, t("task.cancelIt"), () => act(task, action), { elseText: t("task.keepIt") });
  };
}
