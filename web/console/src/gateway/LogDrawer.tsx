import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../shared/format";
import { api } from "../api/http";
import { usePreferences } from "../preferences/store";
import { Status } from "../ui/Status";
import { formatMs, toneOfStatus } from "./RequestLog";
import { type LogAttempt, type LogEntry, timeOf, totalOf } from "./types";

export function LogDrawer({ entry, onClose }: { entry: LogEntry | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["log-entry", entry?.id],
    queryFn: ({ signal }) => api.get<LogEntry>(`/api/admin/logs/${entry?.id}`, {}, signal),
    enabled: entry !== undefined,
  });
  const shown = data ?? entry;
  return (
    <Drawer open={entry !== undefined} onClose={onClose} size={560} title={t("gateway.logEntry")} destroyOnHidden>
      {shown && <Details entry={shown} />}
    </Drawer>
  );
}

function Details({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const time = timeOf(entry);
  const facts: [string, ReactNode][] = [
    [t("gateway.request"), <span key="request" className="mono">{`${entry.method} ${entry.path}`}</span>],
    [
      t("gateway.status"),
      <Status key="status" tone={toneOfStatus(entry.status)}>
        {entry.status === null ? "–" : String(entry.status)}
      </Status>,
    ],
    [t("gateway.ended"), entry.end_reason ?? "–"],
    [t("gateway.time"), time ? formatExact(time, language) : "–"],
    [t("gateway.upstream"), entry.upstream ?? "–"],
    [t("gateway.model"), entry.model ?? "–"],
    [t("gateway.key"), entry.key_id ?? "–"],
    [t("gateway.clientKey"), entry.client_key_id ?? "–"],
    [t("gateway.queue"), formatMs(entry.queue_ms)],
    [t("gateway.firstByte"), formatMs(entry.first_byte_ms)],
    [t("gateway.duration"), formatMs(totalOf(entry))],
    [t("gateway.overhead"), entry.overhead_us == null ? "–" : `${entry.overhead_us} µs`],
    [t("gateway.tokens"), `${entry.tokens_in ?? "–"} / ${entry.tokens_out ?? "–"}`],
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
      <h3>{t("gateway.attempts")}</h3>
      {Array.isArray(entry.attempts) ? <Attempts attempts={entry.attempts} /> : <p>{entry.attempts}</p>}
    </>
  );
}

function Attempts({ attempts }: { attempts: LogAttempt[] }) {
  const { t } = useTranslation();
  return (
    <ol className="attempts">
      {attempts.map((attempt, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attempts are numbered by their place
        <li key={index}>
          <span>
            {index + 1}. {attempt.upstream ?? ""}{" "}
            {attempt.key_id != null && t("gateway.withKey", { id: attempt.key_id })}
          </span>
          <span className="soft">
            {[attempt.status, attempt.error, attempt.duration_ms == null ? null : formatMs(attempt.duration_ms)]
              .filter((part) => part != null && part !== "")
              .join(" · ")}
          </span>
        </li>
      ))}
    </ol>
  );
}
