import { Timeline } from "antd";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { formatExact } from "../../format";
import { asBudget, BudgetBar, BudgetFields, type BudgetValues } from "../../keys/Budget";
import { fieldsOf } from "../../ui/forms/fields";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { Loaded } from "../../ui/Loaded";
import { wordsOf } from "../../words";
import { UpstreamField } from "../fields";
import { problemText } from "../queries";
import { KEYS } from "../resources";
import type { UpstreamKey } from "./types";

const { TextField, NumberField } = fieldsOf("upstreamKeys", "KeyCreate");

type Values = Omit<Schema<"KeyCreate">, "quota"> & { budget?: BudgetValues };

/** What became of a key, when, why and until when; the newest first. */
function History({ of: key }: { of: UpstreamKey }) {
  const { t } = useTranslation();
  const init = { params: { path: { key_id: key.id }, query: { limit: 50 } } };
  const list = reads.useQuery("get", "/api/admin/keys/{key_id}/history", init);
  return (
    <Loaded of={list}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t("pool.noHistory")}</p>
        ) : (
          <Timeline
            items={items.map((event) => ({
              key: `${event.at} ${event.status}`,
              content: (
                <>
                  <strong>{wordsOf(`pool.state.${event.status}`) ?? event.status}</strong>
                  {event.until && ` ${t("gateway.untilTime", { time: formatExact(event.until) })}`}
                  <div>{problemText({ message: event.reason, reason: event.because })}</div>
                  <div className="soft small">{formatExact(event.at)}</div>
                </>
              ),
            }))}
          />
        )
      }
    </Loaded>
  );
}

export function KeyDrawer({ row: edited, ...drawer }: RowForm<UpstreamKey>) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      of={KEYS}
      row={edited}
      {...drawer}
      initial={{ ...(edited ?? { weight: 1 }), budget: edited?.quota ?? { period: "day" } }}
      onSubmit={({ budget, upstream_id, key_value, ...rest }: Values, save) => {
        const fields = { ...rest, quota: asBudget(budget) };
        return save({ ...fields, ...(key_value && { key_value }) }, { ...fields, upstream_id, key_value });
      }}
    >
      <UpstreamField isFixed={edited !== undefined} />
      <TextField name="name" isRequired />
      <TextField name="key_value" extra={edited && t("pool.secretKept")} isRequired={!edited} isSecret />
      <NumberField name="weight" />
      <BudgetFields hint={t("pool.quotaHint")} />
      {edited && (
        <>
          <BudgetBar of={{ name: edited.name, budget: edited.quota, budget_used: edited.quota_used ?? null }} />
          <h3>{t("pool.history")}</h3>
          <History of={edited} />
        </>
      )}
    </ResourceForm>
  );
}
