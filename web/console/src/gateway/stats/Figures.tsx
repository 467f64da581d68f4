import { BarChartOutlined } from "@ant-design/icons";
import { Skeleton } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../../api/client";
import { formatDate, formatMs } from "../../format";
import { EmptyState } from "../../ui/EmptyState";
import { Chart, type Line } from "./Chart";
import type { Point, Stats, StatsFilters } from "./format";
import { FAILED, formatAmount, formatCost, formatCosts, formatCount, formatShare } from "./format";

/** The figures of a time at a glance; those of the last day lead to what they count. */
export function Tiles({ totals, isLastDay }: { totals: Stats["totals"] | undefined; isLastDay?: boolean }) {
  const { t } = useTranslation();
  if (!totals) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  const estimated = totals.estimated > 0 && t("gatewayStats.estimatedOf", { count: totals.estimated });
  const tiles: [name: string, value: string, note?: string | false, to?: string][] = [
    [t("gatewayStats.requests"), formatCount(totals.requests), "", "/gateway/log?from=24h"],
    [t("gatewayStats.errorRate"), formatShare(totals.errors, totals.requests), "", FAILED],
    [t("gatewayStats.latencyOf", { share: t("gatewayStats.latencyP50") }), formatMs(totals.p50_ms)],
    [t("gatewayStats.latencyOf", { share: t("gatewayStats.latencyP95") }), formatMs(totals.p95_ms)],
    [t("gatewayStats.tokensIn"), formatCount(totals.tokens_in)],
    [t("gatewayStats.tokensOut"), formatCount(totals.tokens_out), estimated],
    [t("gatewayStats.cost"), formatCosts(totals.costs)],
  ];
  return (
    <dl className="figures">
      {tiles.map(([name, value, note, to = "/gateway/statistics"]) => (
        <div className="card figure" key={name}>
          <dt>{name}</dt>
          <dd className="number">{isLastDay ? <Link to={to}>{value}</Link> : value}</dd>
          {note && <dd className="soft small">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

const DAY_S = 86_400;
const TONES = ["accent", "good", "near", "bad"] as const;

interface Props {
  stats: Stats;
  /** What these are the figures of, but for the time. */
  filters?: StatsFilters;
  /** The names of those that are shown, where not all are. */
  shown?: readonly string[];
}

/** Requests, latency, tokens and cost over time. */
export function Charts({ stats, filters, shown }: Props) {
  const { t } = useTranslation();
  const { series, step_s, isFine } = useFineSeries(stats, filters);
  const charts = useMemo(() => {
    const isDaily = step_s >= DAY_S;
    const day = { month: "short", day: "numeric" } as const;
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    const written = (shape: Intl.DateTimeFormatOptions) => series.map(({ at }) => formatDate(at, shape));
    const times = written(isDaily ? { ...day, timeZone: "UTC" } : { ...day, ...clock });
    const isOneDay = (series.length - 1) * step_s <= DAY_S;
    const ticks = isOneDay && !isDaily ? written(clock) : times;
    const line = (name: string, tone: Line["tone"], of: (point: Point) => number | null, kind?: Line["kind"]): Line => {
      return { name, tone, kind, values: series.map(of) };
    };
    const currencies = [...new Set(series.flatMap(({ costs }) => costs.map(({ currency }) => currency)))];
    const cost = (point: Point, currency: string) => point.costs.find((one) => one.currency === currency)?.nanos ?? 0;
    // amounts of different currencies do not add up: side by side, and the axis names none
    const formatSum = (value: number) =>
      currencies.length === 1 ? formatCost(value, currencies[0] ?? null) : formatAmount(value);
    const chart = (name: string, title: string, format: (value: number) => string, lines: Line[]) => {
      return { name, title, format, lines, times, ticks };
    };
    return [
      chart("requests", t("gatewayStats.requests"), formatCount, [
        line(t("gatewayStats.succeeded"), "accent", (point) => point.requests - point.errors, "bar"),
        line(t("gatewayStats.errors"), "bad", (point) => point.errors, "bar"),
      ]),
      chart("latency", t("gatewayStats.latency"), formatMs, [
        line(t("gatewayStats.latencyP50"), "accent", (point) => point.p50_ms),
        line(t("gatewayStats.latencyP95"), "near", (point) => point.p95_ms),
      ]),
      chart("tokens", t("gatewayStats.tokensOverTime"), formatCount, [
        line(t("gatewayStats.tokensIn"), "accent", (point) => point.tokens_in, "bar"),
        line(t("gatewayStats.tokensOut"), "good", (point) => point.tokens_out, "bar"),
      ]),
      chart(
        "cost",
        t("gatewayStats.cost"),
        formatSum,
        currencies.map((currency, place) => ({
          ...line(currency, TONES[place % TONES.length] ?? "accent", (point) => cost(point, currency), "bar"),
          stack: currency,
        })),
      ),
    ];
  }, [series, step_s, t]);

  if (stats.totals.requests === 0) {
    const words = Object.values(filters ?? {}).some(Boolean) ? "list.nothing" : "gatewayStats.empty";
    return (
      <div className="charts">
        <div className="card wide">
          <EmptyState icon={<BarChartOutlined />} title={t(words)} hint={t(`${words}Hint`)} />
        </div>
      </div>
    );
  }
  return (
    <div className="charts">
      {charts
        .filter(({ name, lines }) => lines.length > 0 && (shown?.includes(name) ?? true))
        .map(({ name, title, ...chart }) => (
          <section className="card tile" key={name}>
            <h2>{isFine ? `${title} · ${t("gatewayStats.since", { time: chart.times[0] })}` : title}</h2>
            <Chart label={t("gatewayStats.chartOf", { name: title })} {...chart} />
          </section>
        ))}
    </div>
  );
}

const HOUR_S = 3600;
const MOST_HOURS = 6;

/** The series as it came; by minutes where hours would leave a bar or two, as on the first day. */
function useFineSeries(stats: Stats, filters: StatsFilters = {}) {
  const { series, step_s, to_time } = stats;
  const since = series.find(({ requests }) => requests > 0)?.at;
  const isShort = since !== undefined && Date.parse(to_time) - Date.parse(since) <= MOST_HOURS * HOUR_S * 1000;
  const query = { ...filters, ...(since ? { from: since } : {}), to: to_time, fine: true };
  const enabled = isShort && step_s === HOUR_S;
  const init = { params: { query } };
  const { data } = reads.useQuery("get", "/api/admin/stats", init, { enabled, refetchInterval: 60_000 });
  return { ...(data ?? stats), isFine: data !== undefined };
}
