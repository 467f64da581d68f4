import { Button } from "antd";
import { useTranslation } from "react-i18next";
import defaults from "../../../shared/defaults.json";
import { reads } from "../api/client";
import { formatNumber } from "../format";
import { CHOICES } from "../generated/values";
import { DaysFilter } from "../ui/DaysFilter";
import { ChoiceFilter, TextFilter } from "../ui/filters";
import type { useAddress } from "../ui/useAddress";
import { type FILTERS, isSpan, SPANS, type Span } from "./filters";
import { kindName, reasonWords } from "./types";

const QUEUES_FRESH_MS = 30_000;

type Props = Pick<ReturnType<typeof useAddress<(typeof FILTERS)[number]>>, "field" | "set" | "values" | "isFiltered">;

/** Choices, and the one that is chosen, which may be another. */
const withChosen = (values: readonly string[], chosen: string, words: (value: string) => string | undefined) =>
  [...new Set([...values, ...(chosen ? [chosen] : [])])].map((value) => ({ value, label: words(value) ?? value }));

/** What the list of tasks is narrowed by, each bound to the address. */
export function TaskFilters({ field, set, values, isFiltered }: Props) {
  const { t } = useTranslation();
  const kinds = reads.useQuery("get", "/api/tasks/kinds", {}, { staleTime: Number.POSITIVE_INFINITY });
  const queues = reads.useQuery("get", "/api/tasks/queues", {}, { staleTime: QUEUES_FRESH_MS });
  const clear = () => set({ q: "", status: "", kind: "", queue: "", batch_id: "", error_code: "", from: "", to: "" });
  return (
    <>
      <TextFilter label={t("task.search")} {...field("q")} />
      <ChoiceFilter
        label={t("task.state")}
        {...field("status")}
        options={CHOICES.Status.map((value) => ({ value, label: t(`task.status.${value}`) }))}
      />
      <ChoiceFilter
        label={t("task.kind")}
        {...field("kind")}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={kinds.data?.map((value) => ({ value, label: kindName(value) })) ?? []}
      />
      <ChoiceFilter
        label={t("task.queue")}
        {...field("queue")}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={withChosen(queues.data ?? [], values.queue, (queue) => queue)}
      />
      <TextFilter label={t("task.batch")} {...field("batch_id")} />
      <ChoiceFilter
        label={t("task.reason")}
        {...field("error_code")}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={withChosen(CHOICES.FailureCode, values.error_code, reasonWords)}
      />
      <ChoiceFilter
        label={t("task.created")}
        value={isSpan(values.from) ? values.from : ""}
        onChange={(span) => set({ from: span, to: "" })}
        options={(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`gateway.window.${value}`) }))}
      />
      <DaysFilter
        label={t("task.createdOn")}
        from={isSpan(values.from) ? "" : values.from}
        to={values.to}
        onChange={set}
      />
      {isFiltered && <Button onClick={clear}>{t("audit.clear")}</Button>}
      {values.q && (
        <span className="soft small">{t("task.searchedIn", { amount: formatNumber(defaults.tasks_searched) })}</span>
      )}
    </>
  );
}
