import { KeyOutlined } from "@ant-design/icons";
import { Segmented, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, reads, type Schema } from "../api/client";
import { formatDate, formatNumber } from "../format";
import { Chart, type Line } from "../gateway/stats/Chart";
import { EmptyState } from "../ui/EmptyState";
import { Figures } from "../ui/Fact";
import { Loaded } from "../ui/Loaded";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { RowDrawer } from "../ui/RowDrawer";
import { ShownOnce } from "../ui/ShownOnce";
import { Time } from "../ui/Time";
import { useConfirm } from "../ui/useConfirm";
import { BudgetBar } from "./Budget";
import { lastDays } from "./days";
import { KeyDrawer } from "./KeyDrawer";
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
  return (
    <Page title={t("nav.keys")} description={t("keys.description")}>
      <ResourceList
        of={keys}
        label={t("nav.keys")}
        icon={<KeyOutlined />}
        columns={useColumns()}
        rowActions={[
          { key: "usage", label: t("keys.usage"), onClick: usage.open },
          { key: "rotate", label: t("keys.rotateAction"), isOff: !mayWrite, onClick: rotate },
        ]}
        form={(props) => <KeyDrawer {...props} onCreated={setCreated} />}
      />
      <UsageDrawer of={usage.row} onClose={usage.close} />
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

/** What is said of a key. */
function useColumns(): Columns<ClientKey> {
  const { t } = useTranslation();
  return [
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
}

/** What a key was used for lately, by day. */
function UsageDrawer({ of: key, onClose }: { of: ClientKey | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <RowDrawer of={key} onClose={onClose} title={({ name }) => t("keys.usageOf", { name })}>
      {({ id }) => <Usage keyId={id} />}
    </RowDrawer>
  );
}

function Usage({ keyId }: { keyId: number }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(30);
  const usage = reads.useQuery("get", "/api/keys/{key_id}/usage", {
    params: { path: { key_id: keyId }, query: { days } },
  });
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
      <p className="soft small">{t("keys.usageHint")}</p>
    </>
  );
}
