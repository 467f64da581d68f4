import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select, Timeline } from "antd";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../../shared/format";
import { client, reads, type Schema } from "../../api/client";
import { changeItem, readAgain } from "../../api/resources";
import { BudgetBar } from "../../keys/BudgetBar";
import { asBudget, BudgetFields, type BudgetValues } from "../../keys/BudgetFields";
import { usePreferences } from "../../preferences/store";
import { FormDrawer } from "../../ui/forms/FormDrawer";
import { NumberField } from "../../ui/forms/NumberField";
import { useUpstreamOptions } from "../queries";
import { KEYS, UPSTREAMS } from "../resources";
import { STATES, type UpstreamKey } from "./types";

type Values = Omit<Schema<"KeyCreate">, "quota"> & { budget?: BudgetValues };

/** What became of a key, when, why and until when; the newest first. */
function History({ of: key }: { of: UpstreamKey }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const list = reads.useQuery("get", "/api/admin/keys/{key_id}/history", {
    params: { path: { key_id: key.id }, query: { limit: 50 } },
  });
  const stateOf = (status: string) => {
    const known = STATES.find((state) => state === status);
    return known ? t(`pool.state.${known}`) : status;
  };
  if (list.data?.items.length === 0) return <p className="soft">{t("pool.noHistory")}</p>;
  return (
    <Timeline
      items={(list.data?.items ?? []).map((event) => ({
        key: `${event.at} ${event.status}`,
        content: (
          <>
            <strong>{stateOf(event.status)}</strong>
            {event.until && ` ${t("gateway.untilTime", { time: formatExact(event.until, language) })}`}
            <div>{event.reason}</div>
            <div className="soft small">{formatExact(event.at, language)}</div>
          </>
        ),
      }))}
    />
  );
}

interface Props {
  isOpen: boolean;
  /** The key to change; undefined adds one. */
  edited: UpstreamKey | undefined;
  onClose: () => void;
}

export function KeyDrawer({ isOpen, edited, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const upstreams = useUpstreamOptions();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async ({ budget, upstream_id, key_value, ...rest }: Values) => {
    const fields = { ...rest, quota: asBudget(budget) };
    if (edited) await changeItem(KEYS.item, edited.id, { ...fields, ...(key_value ? { key_value } : {}) });
    else await client.POST(KEYS.list, { body: { ...fields, upstream_id, key_value } });
    await readAgain(queries, [KEYS.list, UPSTREAMS.list]);
  };
  const only = upstreams.length === 1 && upstreams[0] ? { upstream_id: upstreams[0].value } : {};
  return (
    <FormDrawer<Values>
      key={edited?.id ?? 0}
      isOpen={isOpen}
      title={edited ? t("pool.edit", { name: edited.name }) : t("gateway.addKey")}
      initial={
        edited
          ? {
              upstream_id: edited.upstream_id,
              name: edited.name,
              weight: edited.weight,
              budget: edited.quota ?? { period: "day" },
            }
          : { weight: 1, budget: { period: "day" }, ...only }
      }
      submitText={t(edited ? "action.save" : "action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="upstream_id" label={t("gateway.upstream")} rules={required}>
        <Select showSearch={{ optionFilterProp: "label" }} options={upstreams} disabled={edited !== undefined} />
      </Form.Item>
      <Form.Item name="name" label={t("gateway.name")} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="key_value"
        label={t("gateway.secret")}
        extra={t(edited ? "pool.secretKept" : "gateway.secretHint")}
        rules={edited ? [] : required}
      >
        <Input.Password autoComplete="off" maxLength={4000} />
      </Form.Item>
      <NumberField name="weight" label={t("gateway.weight")} least={0} most={1_000_000} />
      <BudgetFields hint={t("pool.quotaHint")} />
      {edited && (
        <>
          <BudgetBar of={{ name: edited.name, budget: edited.quota, budget_used: edited.quota_used ?? null }} />
          <h3>{t("pool.history")}</h3>
          <History of={edited} />
        </>
      )}
    </FormDrawer>
  );
}
