import { useTranslation } from "react-i18next";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { TextFilter } from "../../ui/TextFilter";
import type { useAddress } from "../../ui/useAddress";
import { KeyFilters } from "../KeyFilters";
import { UpstreamFilter } from "../UpstreamFilter";
import { type LogFilter, WINDOWS, type Window } from "./filter";

const STATUSES = [
  "2xx",
  "4xx",
  "5xx",
  "0",
  "400",
  "401",
  "403",
  "404",
  "408",
  "413",
  "429",
  "500",
  "502",
  "503",
  "504",
];

/** What the log is narrowed by, each bound to the address by `field`. */
export function LogFilters({ field }: Pick<ReturnType<typeof useAddress<keyof LogFilter>>, "field">) {
  const { t } = useTranslation();
  const windows = Object.keys(WINDOWS) as Window[];
  return (
    <>
      <ChoiceFilter
        label={t("gateway.time")}
        placeholder={t("gateway.anyTime")}
        {...field("from")}
        options={windows.map((value) => ({ value, label: t(`gateway.window.${value}`) }))}
      />
      <ChoiceFilter
        label={t("gateway.status")}
        {...field("status")}
        showSearch
        options={STATUSES.map((value) => ({ value, label: value === "0" ? t("gateway.noAnswer") : value }))}
      />
      <UpstreamFilter by="name" {...field("upstream")} />
      <KeyFilters field={field} />
      <TextFilter label={t("gateway.model")} {...field("model")} />
      <TextFilter label={t("gateway.filter.q")} {...field("q")} />
    </>
  );
}
