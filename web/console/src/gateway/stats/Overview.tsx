import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../../api/client";
import { ReadFailed } from "../../ui/Loaded";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { HttpStatus } from "../log/format";
import { useLastDay, useUnserved, useUpstreams } from "../queries";
import { UpstreamState } from "../upstreams/UpstreamState";
import { Charts, Tiles } from "./Figures";
import { FAILED, formatCosts, formatCount, formatShare, type Stats } from "./format";

const REFRESH_MS = 30_000;
const SHOWN = 8;
const CHARTS = ["requests", "latency"] as const;

/** The gateway at a glance. */
export function Overview() {
  const { t } = useTranslation();
  const { data, error, refetch } = useLastDay();
  if (error && !data) return <ReadFailed error={error} retry={() => void refetch()} />;
  return (
    <>
      <h2 className="section-title">{t("gatewayStats.last24h")}</h2>
      <Tiles totals={data?.totals} isLastDay />
      {data && <Charts stats={data} shown={CHARTS} />}
      <div className="charts">
        <TopModels stats={data} />
        <UpstreamHealth stats={data} />
        <RecentErrors />
      </div>
    </>
  );
}

interface BriefProps<Item> {
  title: string;
  /** To more of it; such a card is a wide one. */
  link?: ReactNode;
  items: Item[] | undefined;
  none: string;
  children: (item: Item) => ReactNode;
}

function Brief<Item>({ title, link, items, none, children }: BriefProps<Item>) {
  return (
    <section className={link ? "card tile wide" : "card tile"}>
      <header>
        <h2>{title}</h2>
        {link}
      </header>
      {!items && <Skeleton active title={false} />}
      {items?.length === 0 && <p className="soft">{none}</p>}
      <ul className="brief">{items?.map(children)}</ul>
    </section>
  );
}

function TopModels({ stats }: { stats: Stats | undefined }) {
  const { t } = useTranslation();
  const models = stats?.groups.filter(({ key }) => key !== "").slice(0, SHOWN);
  return (
    <Brief title={t("gatewayStats.topModels")} items={models} none={t("gatewayStats.noModels")}>
      {(model) => (
        <li key={model.key}>
          <Link className="mono" to={`/gateway/statistics?model=${encodeURIComponent(model.key)}`}>
            {model.key}
          </Link>
          <span className="number">
            {formatCount(model.requests)} ·{" "}
            <Link to={`${FAILED}&model=${encodeURIComponent(model.key)}`}>
              {formatShare(model.errors, model.requests)} {t("gatewayStats.ofErrors")}
            </Link>{" "}
            · {formatCosts(model.costs)}
          </span>
        </li>
      )}
    </Brief>
  );
}

/** Each upstream that has keys or was asked: whether it may be asked, how it answered, how many of its keys are left. */
function UpstreamHealth({ stats }: { stats: Stats | undefined }) {
  const { t } = useTranslation();
  const { data } = useUpstreams();
  const unserved = useUnserved("upstream");
  const sumsOf = (name: string) => stats?.by_upstream.find(({ key }) => key === name);
  const shown =
    stats && data?.items.filter(({ name, keys }) => keys.active + keys.disabled + keys.banned > 0 || sumsOf(name));
  return (
    <Brief title={t("gateway.upstreams")} items={shown} none={t("gatewayStats.noKeys")}>
      {(upstream) => {
        const { id, name, keys } = upstream;
        const { requests = 0, errors = 0 } = sumsOf(name) ?? {};
        const share = `${formatShare(errors, requests)} ${t("gatewayStats.ofErrors")}`;
        const tone = errors >= requests / 2 ? "bad" : errors >= requests / 20 ? "near" : "good";
        const named = `upstream=${encodeURIComponent(name)}`;
        const total = keys.active + keys.disabled + keys.banned;
        return (
          <li key={id}>
            <Link to={total > 0 ? `/gateway/keys?upstream_id=${id}` : `/gateway/log?${named}`}>{name}</Link>
            <span className="pool">
              {requests > 0 && (
                <Link to={`${FAILED}&${named}`}>
                  <Status tone={tone}>{share}</Status>
                </Link>
              )}
              <UpstreamState of={upstream} unserved={unserved.get(id)} hidesReady={requests > 0} />
              {total > 0 && (
                <span className="soft">{t("gatewayStats.keysLeft", { active: keys.active, count: total })}</span>
              )}
            </span>
          </li>
        );
      }}
    </Brief>
  );
}

function RecentErrors() {
  const { t } = useTranslation();
  const init = { params: { query: { status: "failed", limit: SHOWN } } };
  const { data } = reads.useQuery("get", "/api/admin/logs", init, { refetchInterval: REFRESH_MS });
  return (
    <Brief
      title={t("gatewayStats.recentErrors")}
      link={<Link to="/gateway/log?status=failed">{t("gatewayStats.openLog")}</Link>}
      items={data?.items}
      none={t("gatewayStats.noErrors")}
    >
      {(entry) => (
        <li key={entry.id}>
          <Link to={`/gateway/log?q=${encodeURIComponent(entry.request_id)}&open=${entry.id}`}>
            <HttpStatus of={entry.status} /> <span className="mono">{entry.path}</span>
          </Link>
          <span className="soft">
            <Time value={entry.started_at} shape="clock" />
          </span>
        </li>
      )}
    </Brief>
  );
}
