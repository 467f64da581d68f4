import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useCan } from "../../auth/session";
import { ExportButton } from "../../ui/ExportButton";
import { NamedFilter } from "../../ui/list/NamedFilter";
import { TextFilter } from "../../ui/TextFilter";
import { CLIENT_KEYS, KEYS } from "../resources";
import { UpstreamFilter } from "../UpstreamFilter";
import { asked, type LogFilter, WINDOWS, type Window } from "./filter";

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

interface Props {
  values: LogFilter;
  set: (change: Partial<LogFilter>) => void;
  onRefresh: () => void;
  isBusy: boolean;
}

export function LogFilters({ values, set, onRefresh, isBusy }: Props) {
  const { t } = useTranslation();
  const maySeeClientKeys = useCan()("keys.read");
  const windows = Object.keys(WINDOWS) as Window[];
  return (
    <div className="filters">
      <Select
        allowClear
        className="filter"
        placeholder={t("gateway.anyTime")}
        aria-label={t("gateway.time")}
        value={values.from || null}
        options={windows.map((value) => ({ value, label: t(`gateway.window.${value}`) }))}
        onChange={(value: string | null | undefined) => set({ from: value ?? "" })}
      />
      <Select
        allowClear
        showSearch
        className="filter"
        placeholder={t("gateway.status")}
        aria-label={t("gateway.status")}
        value={values.status || null}
        options={STATUSES.map((value) => ({ value, label: value === "0" ? t("gateway.noAnswer") : value }))}
        onChange={(value: string | null | undefined) => set({ status: value ?? "" })}
      />
      <UpstreamFilter by="name" value={values.upstream} onChange={(upstream) => set({ upstream })} />
      <NamedFilter
        of={KEYS}
        label={t("gateway.key")}
        nameOf={({ name, key_hint }) => `${name} …${key_hint}`}
        value={values.key_id}
        onChange={(key_id) => set({ key_id })}
      />
      {maySeeClientKeys && (
        <NamedFilter
          of={CLIENT_KEYS}
          label={t("gateway.clientKey")}
          nameOf={({ name }) => name}
          value={values.client_key_id}
          onChange={(client_key_id) => set({ client_key_id })}
        />
      )}
      <TextFilter label={t("gateway.model")} value={values.model} onChange={(model) => set({ model })} />
      <TextFilter label={t("gateway.filter.q")} value={values.q} onChange={(q) => set({ q })} />
      <div className="filters-end">
        <ExportButton path="/api/admin/logs/export" query={() => asked(values)} />
        <Button onClick={onRefresh} loading={isBusy}>
          {t("action.refresh")}
        </Button>
      </div>
    </div>
  );
}
