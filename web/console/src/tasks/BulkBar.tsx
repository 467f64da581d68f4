import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client, dataOf, type Schema } from "../api/client";
import { ApiError } from "../api/errors";
import { formatNumber } from "../format";
import { CHOICES } from "../generated/values";
import { SelectionBar } from "../ui/list/selection";
import { useAction, useConfirm } from "../ui/useAction";
import { type TaskAction, tasksAt } from "./types";

/** What became of tasks that were asked something together. */
export type Outcome = Schema<"BulkActed">;

const SHOWN = 10;

interface Props {
  ids: string[];
  onClear: () => void;
  onDone: (outcome: Outcome) => void;
}

/** What can be done with the tasks picked; those that refuse stay picked no longer than the others. */
export function BulkBar({ ids, onClear, onDone }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const { run, isBusy } = useAction(["/api/tasks"]);
  const count = ids.length;
  const amount = formatNumber(count);
  const act = (action: TaskAction) =>
    run(async () => {
      const outcome = await dataOf(client.POST("/api/tasks/bulk", { body: { ids, action } }));
      onClear();
      onDone(outcome);
      const done = outcome.done.length;
      return done > 0 ? t(`task.acted.${action}`, { count: done, amount: formatNumber(done) }) : undefined;
    });
  const ask = (action: TaskAction) => {
    if (action !== "cancel") return void act(action);
    confirm(t("task.askCancel", { count, amount }), t("task.askCancelHint"), t("task.cancelThem"), () => act(action));
  };
  return (
    <SelectionBar label={t("task.bulk")} selected={t("task.selected", { count, amount })} onClear={onClear}>
      {CHOICES["BulkAct.action"].map((action) => (
        <Button
          key={action}
          size="small"
          danger={action === "cancel"}
          disabled={isBusy}
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
              <Link to={tasksAt({ open: id })} className="mono">
                {id}
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
