import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Popover } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client, dataOf, reads, type Schema } from "../../api/client";
import { ActionFailed } from "../../api/errors";
import { readAgain, readsOf } from "../../api/resources";
import { formatNumber } from "../../format";
import { BOUNDS } from "../../generated/values";
import { NumberField } from "../../ui/forms/NumberField";
import { ReadFailed } from "../../ui/Loaded";
import { SelectionBar } from "../../ui/list/selection";
import { TaskProgress } from "../../ui/TaskProgress";
import { useAction, useConfirm } from "../../ui/useAction";
import { detailOf } from "../queries";
import { KEYS } from "../resources";
import type { Selection, UpstreamKey } from "./types";

const REFRESH_MS = 1000;
const ENDED = new Set(["succeeded", "failed", "cancelled"]);

interface Props {
  selection: Selection;
  count: number;
  /** How many the filters show in all. */
  total: number;
  onAll: () => void;
  onClear: () => void;
  /** A task has begun that changes or tests them. */
  onTask: (id: string) => void;
}

/** What can be done with the keys picked, or with all that match. */
export function BulkBar({ selection, count, total, onAll, onClear, onTask }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const { run, isBusy } = useAction(readsOf(KEYS));
  const change = (action: Schema<"KeyBulk">["action"], more: { weight?: number } = {}) =>
    run(async () => {
      const done = await dataOf(client.POST("/api/admin/keys/bulk", { body: { action, ...selection, ...more } }));
      const count = done.changed ?? 0;
      onClear();
      if (done.task_id) return onTask(done.task_id);
      return t("pool.changed", { count, amount: formatNumber(count) });
    });
  const ask = (action: "disable" | "ban" | "delete") =>
    confirm(
      t(`pool.ask.${action}`, { count, amount: formatNumber(count) }),
      t(`pool.askHint.${action}`),
      t(`pool.${action}`),
      () => change(action),
    );
  const test = () =>
    run(async () => {
      const body = { ...selection, disable_refused: false };
      onTask((await dataOf(client.POST("/api/admin/keys/test", { body }))).task_id);
    });
  const isAll = "filter" in selection;
  return (
    <SelectionBar
      label={t("pool.bulk")}
      selected={t("pool.selected", { count, amount: formatNumber(count) })}
      onClear={onClear}
      more={
        !isAll &&
        total > count && (
          <Button type="link" size="small" onClick={onAll}>
            {t("pool.selectAll", { count: total, amount: formatNumber(total) })}
          </Button>
        )
      }
    >
      <Button size="small" loading={isBusy} onClick={() => void change("enable")}>
        {t("pool.enable")}
      </Button>
      {(["disable", "ban"] as const).map((action) => (
        <Button key={action} size="small" disabled={isBusy} onClick={() => ask(action)}>
          {t(`pool.${action}`)}
        </Button>
      ))}
      <Popover
        trigger="click"
        content={
          <Form<{ weight: number }>
            layout="inline"
            initialValues={{ weight: 1 }}
            onFinish={({ weight }) => void change("set_weight", { weight })}
          >
            <NumberField name="weight" {...BOUNDS.KeyBulk.weight} isRequired label={t("gateway.weight")} />
            <Button type="primary" htmlType="submit">
              {t("action.save")}
            </Button>
          </Form>
        }
      >
        <Button size="small" disabled={isBusy}>
          {t("gateway.weight")}…
        </Button>
      </Popover>
      <Button size="small" disabled={isBusy} onClick={() => void test()}>
        {t("gateway.test")}
      </Button>
      <Button size="small" danger disabled={isBusy} onClick={() => ask("delete")}>
        {t("action.delete")}
      </Button>
    </SelectionBar>
  );
}

/** How far a task on many keys is; it goes on when the page is left. */
export function BulkTask({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const init = { params: { path: { task_id: id } } };
  const { data: task, error } = reads.useQuery("get", "/api/tasks/{task_id}", init, {
    refetchInterval: ({ state }) => (state.error || ENDED.has(state.data?.status ?? "") ? false : REFRESH_MS),
  });
  const status = task?.status ?? "queued";
  const isOver = ENDED.has(status);
  useEffect(() => {
    if (isOver) void readAgain(queries, readsOf(KEYS));
  }, [isOver, queries]);
  if (error && !task) return <ReadFailed error={error} />;
  const isGood = status === "succeeded";
  return (
    <Alert
      className="form-alert"
      type={isOver ? (isGood ? "success" : "error") : "info"}
      closable={{ onClose }}
      title={t(isOver ? (isGood ? "pool.taskDone" : "pool.taskFailed") : "pool.taskRuns")}
      description={
        <>
          <TaskProgress isSmall of={{ status, progress: task?.progress ?? 0 }} label={t("pool.taskRuns")} />
          <Link to="/tasks">{t("pool.toTasks")}</Link>
          {task?.error && <div>{t("task.failedWith", { error: task.error })}</div>}
        </>
      }
    />
  );
}

/** Tries a key out and says what came of it; one that answers although it is out may be enabled at once. */
export function useKeyTest(): (key: UpstreamKey) => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { run } = useAction(readsOf(KEYS));
  return (key) =>
    void run(async () => {
      const call = client.POST("/api/admin/keys/{key_id}/test", { params: { path: { key_id: key.id } } });
      const outcome = await dataOf(call);
      const words = { name: key.name, detail: detailOf(outcome) };
      if (!outcome.ok) throw new ActionFailed(t("pool.testFailed", words));
      const title = t("gateway.testOk", words);
      const { state } = key;
      if (state === "active" || state === "exhausted" || state === "awaiting") return title;
      modal.confirm({
        title,
        content: t(`pool.answersThough.${state}`),
        okText: t("pool.enable"),
        cancelText: t("pool.leaveIt"),
        onOk: () =>
          run(
            () => client.POST("/api/admin/keys/bulk", { body: { action: "enable", ids: [key.id] } }),
            t("pool.enabledAgain", { name: key.name }),
          ),
      });
      return undefined;
    });
}
