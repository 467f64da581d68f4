import { AppstoreOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Schema } from "../api/client";
import { formatNumber } from "../format";
import { TextFilter } from "../ui/filters";
import { type Columns, column, numberColumn, progressColumn } from "../ui/list/columns";
import { FilteredList } from "../ui/list/ListTable";
import { useList } from "../ui/list/useResource";
import { Coded, TaskStatus } from "../ui/Status";
import { Time } from "../ui/Time";
import { useAddress } from "../ui/useAddress";
import { kindName, tasksAt } from "./types";

const REFRESH_MS = 3000;

/** Tasks that were asked for together; a row leads to them. */
export function Batches() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { values, field, isFiltered } = useAddress(["q"]);
  const list = useList("/api/tasks/batches", { filters: values, refetchInterval: REFRESH_MS });
  const counts = (["total", "succeeded", "failed", "cancelled"] as const).map((name) =>
    numberColumn<Batch>(t(`batch.${name}`), (batch) => formatNumber(batch[name])),
  );
  const columns: Columns<Batch> = [
    column(t("task.kind"), ({ kind, batch_id }) => <Coded words={kindName(kind)} code={batch_id} />),
    column(t("task.state"), ({ status }) => <TaskStatus status={status} />),
    progressColumn(),
    ...counts,
    column(t("task.created"), ({ created_at }) => <Time value={created_at} />),
  ];
  return (
    <FilteredList
      label={t("batch.title")}
      icon={<AppstoreOutlined />}
      list={list}
      rowKey="batch_id"
      columns={columns}
      onOpen={({ batch_id }) => void navigate(tasksAt({ batch_id }))}
      none={{ title: t("batch.none"), hint: t("batch.noneHint") }}
      filters={<TextFilter label={t("batch.search")} {...field("q")} />}
      isFiltered={isFiltered}
    />
  );
}

type Batch = Schema<"BatchOut">;
