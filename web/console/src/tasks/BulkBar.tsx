import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client, dataOf, type Schema } from "../api/client";
import { ApiError } from "../api/errors";
import { formatNumber } from "../format";
import { CHOICES } from "../generated/values";
import { SelectionBar } from "../ui/list/selection";
import { Coded } from "../ui/Status";
import { useAction, useConfirm } from "../ui/useAction";
import { kindName, type ListedTask, mayTake, type TaskAction, tasksAt } from "./types";
import { actedWords } from "./useAct";

/** What became of tasks that were asked something together. */
export interface Outcome extends Schema<"BulkActed"> {
  tasks: ListedTask[];
}

const SHOWN = 10;

interface Props {
  tasks: ListedTask[];
  onClear: () => void;
  onDone: (outcome: Outcome) => void;
}

/** What can be done with any of the tasks picked; those that refuse stay picked no longer than the others. */
export function BulkBar({ tasks, onClear, onDone }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const { run, isBusy } = useAction(["/api/tasks"]);
  const count = tasks.length;
  const total = formatNumber(count);
  const able = (action: TaskAction) => tasks.filter((task) => mayTake(action, task));
  const act = (action: TaskAction) =>
    run(async () => {
      const ids = able(action).map(({ id }) => id);
      const outcome = await dataOf(client.POST("/api/tasks/bulk", { body: { ids, action } }));
      onClear();
      onDone({ ...outcome, tasks });
      const done = tasks.filter(({ id }) => outcome.done.includes(id));
      return actedWords(action, done);
    });
  const ask = (action: TaskAction) => {
    if (action !== "cancel") return void act(action);
    const some = able(action).length;
    const amount = formatNumber(some);
    const [title, hint] =
      some < count
        ? [t("task.askCancelSome", { amount, total }), `${t("task.othersEnded")} ${t("task.askCancelHint")}`]
        : [t("task.askCancel", { count, amount }), t("task.askCancelHint")];
    confirm(title, hint, t("task.cancelThem"), () => act(action));
  };
  return (
    <SelectionBar label={t("task.bulk")} selected={t("task.selected", { count, amount: total })} onClear={onClear}>
      {CHOICES["BulkAct.action"].map((action) => (
        <Button
          key={action}
          size="small"
          danger={action === "cancel"}
          disabled={isBusy || able(action).length === 0}
          onClick={() => void ask(action)}
        >
          {t(`task.${action}`)}
        </Button>
      ))}
    </SelectionBar>
  );
}

/** Which of them refused, and why; it stays until it is closed. */
export function Refusals({ of: outcome, onClose }: { of: Outcome | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const refused = outcome?.refused ?? [];
  if (refused.length === 0) return null;
  const count = refused.length;
  const nameOf = (id: string) => {
    const task = outcome?.tasks.find((one) => one.id === id);
    return task && kindName(task.kind);
  };
  return (
    <Alert
      className="form-alert"
      type="warning"
      showIcon
      closable={{ onClose }}
      title={t("task.refused", { count, amount: formatNumber(count) })}
      description={
        <ul className="refusals">
          {refused.slice(0, SHOWN).map(({ id, ...refusal }) => (
            <li key={id}>
              <Link to={tasksAt({ open: id })}>
                <Coded words={nameOf(id)} code={id} />
              </Link>{" "}
              {new ApiError(409, refusal).message}
            </li>
          ))}
          {count > SHOWN && <li>{t("task.andMore", { count: count - SHOWN, amount: formatNumber(count - SHOWN) })}</li>}
        </ul>
      }
    />
  );
}
