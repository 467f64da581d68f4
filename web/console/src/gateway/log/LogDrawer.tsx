import { Drawer } from "antd";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../../shared/format";
import { reads } from "../../api/client";
import { usePreferences } from "../../preferences/store";
import { Status } from "../../ui/Status";
import { useUpstreamOptions } from "../queries";
import { formatCost } from "../stats/format";
import type { LogAttempt, LogDetail, LogEntry } from "../types";
import { formatMicros, toneOfStatus } from "./format";
import { EndWords, ErrorWords } from "./LogWords";

export function LogDrawer({ entry, onClose }: { entry: LogEntry | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { data } = reads.useQuery(
    "get",
    "/api/admin/logs/{request_id}",
    { params: { path: { request_id: entry?.id ?? "" } } },
    { enabled: entry !== undefined },
  );
  const shown = data ?? entry;
  return (
    <Drawer open={entry !== undefined} onClose={onClose} size={560} title={t("gateway.logEntry")} destroyOnHidden>
      {shown && <Details entry={shown} />}
    </Drawer>
  );
}

function Details({ entry }: { entry: LogEntry & Partial<LogDetail> }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const facts: [string, ReactNode][] = [
    [t("gateway.request"), <span key="request" className="mono">{`${entry.method} ${entry.path}`}</span>],
    [
      t("gateway.status"),
      <Status key="status" tone={toneOfStatus(entry.status)}>
        {entry.status === 0 ? "–" : String(entry.status)}
      </Status>,
    ],
    [
      t("gateway.ended"),
      <Fragment key="ended">
        <EndWords reason={entry.end_reason} />
        {entry.error && (
          <div>
            <ErrorWords error={entry.error} />
          </div>
        )}
      </Fragment>,
    ],
    [t("gateway.time"), formatExact(entry.started_at, language)],
    [t("gateway.upstream"), entry.upstream ?? "–"],
    [t("gateway.model"), entry.model ?? "–"],
    ...(entry.tags.length > 0 ? [[t("gateway.tags"), entry.tags.join(", ")] as [string, ReactNode]] : []),
    [t("gateway.key"), entry.key_id ?? "–"],
    [t("gateway.clientKey"), entry.client_key_id ?? entry.caller ?? "–"],
    [t("gateway.queue"), formatMicros(entry.queue_us)],
    [t("gateway.firstByte"), formatMicros(entry.first_byte_us)],
    [t("gateway.duration"), formatMicros(entry.total_us)],
    [t("gateway.overhead"), formatMicros(entry.overhead_us)],
    [
      t("gateway.tokens"),
      `${entry.tokens_in ?? "–"} / ${entry.tokens_out ?? "–"}${entry.tokens_estimated ? ` · ${t("gatewayStats.estimated")}` : ""}`,
    ],
    [t("gatewayStats.cost"), formatCost(entry.cost_nanos, entry.currency, language)],
    [
      t("gateway.requestId"),
      <span key="id" className="mono">
        {entry.request_id ?? "–"}
      </span>,
    ],
  ];
  return (
    <>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div className="fact" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {entry.rules_fired.length > 0 && <RulesFired entry={entry} />}
      <h3>{t("gateway.attempts")}</h3>
      {entry.attempts && <Attempts attempts={entry.attempts} />}
      {(["request_body", "answer_body"] as const).map(
        (name) =>
          entry[name] && (
            <section key={name}>
              <h3>{t(`gatewayStats.${name}`)}</h3>
              <pre className="log-body">{entry[name]}</pre>
            </section>
          ),
      )}
    </>
  );
}

function RulesFired({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t("gateway.rulesFired")}</h3>
      <ol className="attempts">
        {entry.rules_fired.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule may act on two attempts
          <li key={index}>
            <span>{t("gateway.ruleById", { id: rule })}</span>
            <span className="soft">{entry.rule_whys[index]}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Attempts({ attempts }: { attempts: LogAttempt[] }) {
  const { t } = useTranslation();
  const upstreams = useUpstreamOptions();
  const nameOf = (id: number) => upstreams.find(({ value }) => value === id)?.label ?? id;
  return (
    <ol className="attempts">
      {attempts.map((attempt, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attempts are numbered by their place
        <li key={index}>
          <span>
            {index + 1}. {nameOf(attempt.upstream_id)}{" "}
            {attempt.key_id != null && t("gateway.withKey", { id: attempt.key_id })}
          </span>
          <span className="soft">
            {attempt.blame && `${t(`pool.blame.${attempt.blame}`)} · `}
            {attempt.status !== null && `${attempt.status} · `}
            {attempt.error !== null && (
              <>
                <ErrorWords error={attempt.error} />
                {" · "}
              </>
            )}
            {`${attempt.ms} ms`}
          </span>
        </li>
      ))}
    </ol>
  );
}
