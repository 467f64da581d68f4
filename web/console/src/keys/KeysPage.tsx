import { KeyOutlined } from "@ant-design/icons";
import { Checkbox, DatePicker, Segmented, Tag } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client, dataOf, reads, type Schema } from "../api/client";
import { useCan } from "../auth/session";
import { formatDate, formatNumber } from "../format";
import { Chart, type Line } from "../gateway/stats/Chart";
import { CHOICES } from "../generated/values";
import { EmptyState } from "../ui/EmptyState";
import { Figures } from "../ui/Fact";
import { Advanced, fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { Loaded } from "../ui/Loaded";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { RowDrawer } from "../ui/RowDrawer";
import { ShownOnce } from "../ui/ShownOnce";
import { Time } from "../ui/Time";
import { useConfirm } from "../ui/useAction";
import { asBudget, BudgetBar, BudgetFields, type BudgetValues } from "./Budget";
import { lastDays } from "./days";
import { CLIENT_KEYS, type ClientKey, type CreatedKey } from "./types";

const SPANS = [7, 30, 90] as const;
const COUNTS = ["requests", "answered", "errors", "refused", "tokens_in", "tokens_out"] as const;

export function KeysPage() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const keys = useResource(CLIENT_KEYS);
  const { list, mayWrite, run } = keys;
  const usage = useOpened(list.items, CLIENT_KEYS.item, "usage");
  const [created, setCreated] = useState<CreatedKey>();
  const rotate = ({ id, name }: ClientKey) =>
    confirm(t("keys.rotate", { name }), t("keys.rotateHint"), t("keys.rotateAction"), () =>
      run(async () =>
        setCreated(await dataOf(client.POST("/api/keys/{key_id}/rotate", { params: { path: { key_id: id } } }))),
      ),
    );
  const columns: Columns<ClientKey> = [
    nameColumn(t("keys.name"), CLIENT_KEYS.nameOf, ({ prefix }) => <span className="mono">{prefix}…</span>),
    column(t("keys.scopes"), ({ scopes }) => scopes.map((scope) => <Tag key={scope}>{t(`keys.scope.${scope}`)}</Tag>)),
    numberColumn(t("keys.limits"), ({ requests_per_minute, rate_limit_per_minute }) => (
      <span className={rate_limit_per_minute === null ? "soft nowrap" : "nowrap"}>
        {t("keys.rate", { limit: formatNumber(requests_per_minute) })}
      </span>
    )),
    column(t("keys.budget"), (key) =>
      key.budget ? <BudgetBar of={key} isCompact /> : <span className="soft">{t("keys.unlimited")}</span>,
    ),
    column(t("keys.createdBy"), ({ created_by }) => (
      <>
        {created_by?.name ?? "—"}
        {created_by && !created_by.is_active && <span className="soft small"> ({t("users.inactive")})</span>}
      </>
    )),
    column(t("keys.expires"), (key) => <Time value={key.expires_at} fallback={t("keys.never")} />),
    column(t("keys.lastUsed"), (key) => <Time value={key.last_used_at} fallback={t("keys.unused")} />),
  ];
  return (
    <Page title={t("nav.keys")} description={t("keys.description")}>
      <ResourceList
        of={keys}
        label={t("nav.keys")}
        icon={<KeyOutlined />}
        columns={columns}
        rowActions={[
          { key: "usage", label: t("keys.usage"), onClick: usage.open },
          { key: "rotate", label: t("keys.rotateAction"), isOff: !mayWrite, onClick: rotate },
        ]}
        form={(props) => <KeyDrawer {...props} onCreated={setCreated} />}
      />
      <RowDrawer of={usage.row} onClose={usage.close} title={({ name }) => t("keys.usageOf", { name })}>
        {({ id }) => <Usage keyId={id} />}
      </RowDrawer>
      <ShownOnce
        secret={created?.key}
        title={t("keys.created", { name: created?.name ?? "" })}
        warning={t("keys.once")}
        confirmText={t("keys.stored")}
        testId="client-key"
        onClose={() => setCreated(undefined)}
      >
        <p className="soft small">{t("keys.use")}</p>
      </ShownOnce>
    </Page>
  );
}

/** What a key was used for lately, by day. */
function Usage({ keyId }: { keyId: number }) {
  const { t } = useTranslation();
  const maySeeLog = useCan()("gateway.read");
  const [days, setDays] = useState<number>(30);
  const init = { params: { path: { key_id: keyId }, query: { days } } };
  const usage = reads.useQuery("get", "/api/keys/{key_id}/usage", init);
  const rows = lastDays(days).map((day) => ({ day, counts: usage.data?.days.find((row) => row.day === day) }));
  const names = rows.map(({ day }) => formatDate(day, { month: "short", day: "numeric", timeZone: "UTC" }));
  const bars = (name: (typeof COUNTS)[number], tone: Line["tone"], of: (day: Schema<"UsageDay">) => number): Line => ({
    name: t(`keys.used.${name}`),
    tone,
    kind: "bar",
    values: rows.map(({ counts }) => (counts ? of(counts) : 0)),
  });
  return (
    <>
      <Segmented
        aria-label={t("keys.usageDays")}
        value={days}
        onChange={setDays}
        options={SPANS.map((value) => ({ value, label: t("keys.lastDays", { count: value }) }))}
      />
      <Loaded of={usage}>
        {(sums) => (
          <>
            <Figures
              of={COUNTS.map((name) => [
                t(`keys.used.${name}`),
                formatNumber(name === "answered" ? sums.requests - sums.errors : sums[name]),
              ])}
            />
            {sums.requests + sums.refused === 0 ? (
              <EmptyState title={t("keys.noUsage")} hint={t("keys.noUsageHint")} />
            ) : (
              <Chart
                label={t("keys.usageByDay")}
                times={names}
                ticks={names}
                format={formatNumber}
                lines={[
                  bars("answered", "accent", ({ requests, errors }) => requests - errors),
                  bars("errors", "bad", ({ errors }) => errors),
                  bars("refused", "near", ({ refused }) => refused),
                ]}
              />
            )}
          </>
        )}
      </Loaded>
      <p className="soft small">
        {t("keys.usageHint")}{" "}
        {maySeeLog && <Link to={`/gateway/log?client_key_id=${keyId}&status=refused`}>{t("keys.refusedInLog")}</Link>}
      </p>
    </>
  );
}

const { Field, TextField, NumberField } = fieldsOf("clientKeys", "ClientKeyCreate");

type Values = Omit<Schema<"ClientKeyCreate">, "expires_at" | "budget"> &
  Partial<Record<"expires_at", Dayjs | null>> & { budget?: BudgetValues };

function valuesOf(key: ClientKey | undefined): Partial<Values> {
  const budget = key?.budget ?? { period: "month" };
  if (!key) return { scopes: ["proxy"], budget };
  return { ...key, expires_at: key.expires_at ? dayjs(key.expires_at) : null, budget };
}

function KeyDrawer({ row, onCreated, ...drawer }: RowForm<ClientKey> & { onCreated: (key: CreatedKey) => void }) {
  const { t } = useTranslation();
  const unlimited = t("keys.unlimited");
  return (
    <ResourceForm
      of={CLIENT_KEYS}
      row={row}
      {...drawer}
      initial={valuesOf(row)}
      onSubmit={async ({ expires_at, budget, ...rest }: Values, save) => {
        const moment = expires_at?.toISOString() ?? null;
        const created = await save({ ...rest, expires_at: moment, budget: asBudget(budget) });
        if (created) onCreated(created);
      }}
    >
      <TextField name="name" isRequired />
      {/* not `isRequired`, by which Ant Design marks a group of boxes in a way that no group may be marked */}
      <Field name="scopes" rules={[{ type: "array", min: 1, message: t("form.required") }]}>
        <Checkbox.Group
          className="scopes"
          options={CHOICES.Scope.map((value) => ({
            value,
            label: `${t(`keys.scope.${value}`)} — ${t(`keys.scopeHint.${value}`)}`,
          }))}
        />
      </Field>
      <Field name="expires_at">
        <DatePicker showTime className="full" placeholder={t("keys.never")} minDate={dayjs()} />
      </Field>
      <BudgetFields />
      <Advanced names={["rate_limit_per_minute", "tokens_per_minute", "max_concurrency"]}>
        <NumberField name="rate_limit_per_minute" />
        <div className="form-row">
          <NumberField name="tokens_per_minute" placeholder={unlimited} />
          <NumberField name="max_concurrency" placeholder={unlimited} />
        </div>
      </Advanced>
    </ResourceForm>
  );
}
