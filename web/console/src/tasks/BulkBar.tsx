import { Alert, Button } from "antd";
import type { AlertRef } from "antd/es/alert/Alert";
import { useEffect, useRef } from "react";
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
  /** Those that refuse stay picked. */
  onPick: (ids: string[]) => void;
  onDone: (outcome: Outcome) => void;
}

/** What can be done with any of the tasks picked. */
export function BulkBar({ tasks, onPick, onDone }: Props) {
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
      onPick(outcome.refused.map(({ id }) => id));
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
    <SelectionBar
      label={t("task.bulk")}
      selected={t("task.selected", { count, amount: total })}
      onClear={() => onPick([])}
    >
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

/** Which of them refused, and why, brought into view; it stays until it is closed. */
export function Refusals({ of: outcome, onClose }: { of: Outcome | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const refused = outcome?.refused ?? [];
  const box = useRef<AlertRef>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each outcome
  useEffect(() => box.current?.nativeElement.scrollIntoView({ block: "nearest" }), [outcome]);
  if (refused.length === 0) return null;
  const count = refused.length;
  const nameOf = (id: string) => {
    const task = outcome?.tasks.find((one) => one.id === id);
    return task && kindName(task.kind);
  };
  return (
    <Alert
      ref={box}
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
