import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schema } from "../../api/client";
import { formatExact, formatMoment } from "../../format";
import { BudgetBar } from "../../keys/Budget";
import { type Columns, column, nameColumn, numberColumn, shortCell } from "../../ui/list/columns";
import { Status, type Tone } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { problemText, useUpstreamNames } from "../queries";
import { KEYS } from "../resources";
import { formatCount } from "../stats/format";
import { hintOf, isAlwaysFailing, type KeyState, type UpstreamKey } from "./types";

const TONES: Record<KeyState, Tone> = {
  active: "good",
  awaiting: "bad",
  cooling: "near",
  exhausted: "near",
  disabled: "calm",
  banned: "bad",
};

/** The state, with why it is so and until when. */
function State({ of: key, isFailing }: { of: UpstreamKey; isFailing: boolean }) {
  const { state, cool_until, quota_used, status_until, status_reason: message, status_because: reason } = key;
  const isUnwell = isFailing && state === "active";
  const { t } = useTranslation();
  const ends: Partial<Record<KeyState, string | null | undefined>> = {
    cooling: cool_until,
    exhausted: quota_used?.resets_at,
    disabled: status_until,
  };
  const until = ends[state];
  const details = [
    isUnwell && t("pool.allFailed"),
    message && problemText({ message, reason }),
    until && t("gateway.untilTime", { time: formatMoment(until) }),
  ];
  const shown = details.filter(Boolean).join(" · ");
  return (
    <Tooltip title={shown}>
      <span>
        <Status tone={isUnwell ? "near" : TONES[state]}>{t(`pool.state.${state}`)}</Status>{" "}
        <span className="soft">{shown}</span>
      </span>
    </Tooltip>
  );
}

/** The requests that were tried with it in the last day, and how that failed last. */
function Usage({ of: usage }: { of: Schema<"KeyUsage"> | undefined }) {
  const { t } = useTranslation();
  if (!usage?.requests) return <span className="soft">–</span>;
  const { key_id: id, requests, errors, failovers, last_error_at: at, last_error_status: status } = usage;
  const hints = [
    at && t("pool.lastError", { status: status || t("gateway.noAnswer"), hour: formatExact(at) }),
    failovers > 0 && t("pool.failovers", { count: failovers }),
  ].filter(Boolean);
  return (
    <Tooltip title={hints.length > 0 && hints.map((hint) => <div key={String(hint)}>{hint}</div>)}>
      <Link to={`/gateway/log?key_id=${id}&from=24h`}>{formatCount(requests)}</Link>
      {errors > 0 && <span className="soft"> · {t("pool.failed", { count: errors })}</span>}
    </Tooltip>
  );
}

/** `usage` is of the keys shown, by their ids; undefined to whom statistics are not shown. */
export function useColumns(usage: Map<number, Schema<"KeyUsage">> | undefined): Columns<UpstreamKey> {
  const { t } = useTranslation();
  const nameOfUpstream = useUpstreamNames();
  const shown = ({ id }: UpstreamKey) => <Usage of={usage?.get(id)} />;
  return [
    nameColumn(t("gateway.name"), KEYS.nameOf, (key) => <span className="mono">{hintOf(key)}</span>),
    column(t("gateway.upstream"), ({ upstream_id }) => shortCell(nameOfUpstream(upstream_id))),
    column(t("gateway.status"), (key) => <State of={key} isFailing={isAlwaysFailing(usage?.get(key.id))} />),
    column(t("pool.quota"), ({ name, quota, quota_used }) => (
      <BudgetBar of={{ name, budget: quota, budget_used: quota_used ?? null }} isCompact />
    )),
    ...(usage ? [numberColumn(t("pool.lastDay"), shown, t("pool.lastDayHint"))] : []),
    { title: t("gateway.weight"), dataIndex: "weight", align: "right" },
    column(t("gateway.added"), (key) => <Time value={key.created_at} />),
  ];
}
