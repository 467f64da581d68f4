import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";
import { formatExact, formatMicros, formatMs, formatNumber } from "../../format";
import { CodeSample } from "../../ui/CopyButton";
import { Facts } from "../../ui/Fact";
import { RowDrawer } from "../../ui/RowDrawer";
import { Coded } from "../../ui/Status";
import { wordsOf } from "../../words";
import { problemText, useCallerNames, useRuleNames } from "../queries";
import type { LogAttempt, LogDetail, LogEntry } from "../resources";
import { formatCost } from "../stats/format";
import { HttpStatus, nameOr, readable, toneOfStatus, waterfall } from "./format";

export function LogDrawer({ entry, onClose }: { entry: LogEntry | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const init = { params: { path: { request_id: entry?.id ?? "" } } };
  const { data } = reads.useQuery("get", "/api/admin/logs/{request_id}", init, { enabled: entry !== undefined });
  return (
    <RowDrawer of={entry && (data ?? entry)} onClose={onClose} title={() => t("gateway.logEntry")}>
      {(shown) => <Details entry={shown} />}
    </RowDrawer>
  );
}

function Details({ entry }: { entry: LogEntry & Partial<LogDetail> }) {
  const { t } = useTranslation();
  const callerOf = useCallerNames();
  const count = (tokens: number | null) => (tokens === null ? "–" : formatNumber(tokens));
  const tokens = `${count(entry.tokens_in)} / ${count(entry.tokens_out)}`;
  return (
    <>
      <Facts
        of={{
          [t("gateway.request")]: <span className="mono">{`${entry.method} ${entry.path}`}</span>,
          [t("gateway.status")]: <HttpStatus of={entry.status} />,
          [t("gateway.ended")]: (
            <>
              <Coded words={wordsOf(`gateway.endReason.${entry.end_reason}`)} code={entry.end_reason} />
              {entry.error && (
                <div>
                  <Coded words={wordsOf(`gateway.errorCode.${entry.error}`)} code={entry.error} />
                </div>
              )}
            </>
          ),
          [t("gateway.time")]: formatExact(entry.started_at),
          [t("gateway.upstream")]: entry.upstream ?? "–",
          [t("gateway.model")]: entry.model ?? "–",
          [t("gateway.tags")]:
            entry.tags.length > 0 ? (
              <span title={entry.tags.join(", ")}>{entry.tags.map(tagWords).join(", ")}</span>
            ) : undefined,
          [t("gateway.key")]: nameOr(entry.key, entry.key_id),
          [t("gateway.caller")]: callerOf(entry),
          [t("gateway.queue")]: formatMicros(entry.queue_us),
          [t("gateway.firstByte")]: formatMicros(entry.first_byte_us),
          [t("gateway.duration")]: formatMicros(entry.total_us),
          [t("gateway.overhead")]: formatMicros(entry.overhead_us),
          [t("gateway.tokens")]: entry.tokens_estimated ? `${tokens} · ${t("gatewayStats.estimated")}` : tokens,
          [t("gatewayStats.cost")]: formatCost(entry.cost_nanos, entry.currency),
          [t("gateway.requestId")]: <span className="mono">{entry.request_id}</span>,
        }}
      />
      {entry.rules_fired.length > 0 && <RulesFired entry={entry} />}
      {entry.attempts && entry.attempts.length > 0 && (
        <>
          <h3>{t("gateway.attempts")}</h3>
          <Attempts attempts={entry.attempts} />
        </>
      )}
      {(["request_body", "answer_body"] as const).map(
        (name) =>
          entry[name] && (
            <section key={name} className="log-body">
              <h3>{t(`gatewayStats.${name}`)}</h3>
              <CodeSample code={readable(entry[name])} label={t(`gatewayStats.${name}`)} />
            </section>
          ),
      )}
    </>
  );
}

/** The gateway's own in words; those of rules and scripts as they are. */
function tagWords(tag: string): string {
  const [, name = tag, value = ""] = /^(script_failed|held):(.*)$/.exec(tag) ?? [];
  return wordsOf(`gateway.tag.${name === "held" ? `held_${value}` : name}`, { value }) ?? tag;
}

function RulesFired({ entry }: { entry: LogEntry & Partial<LogDetail> }) {
  const { t } = useTranslation();
  const nameOfRule = useRuleNames();
  return (
    <>
      <h3>{t("gateway.rulesFired")}</h3>
      <ol className="attempts">
        {entry.rules_fired.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule may act on two attempts
          <li key={index}>
            <span>{nameOfRule(rule, entry.rules?.[index])}</span>
            <span className="soft">
              {problemText({ message: entry.rule_whys?.[index] ?? "", reason: entry.rule_because?.[index] ?? null })}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Each attempt on the request's own line of time, with the waits between them. */
function Attempts({ attempts }: { attempts: LogAttempt[] }) {
  const { t } = useTranslation();
  return (
    <ol className="waterfall">
      {waterfall(attempts).map(({ attempt, waitMs, startPercent, widthPercent }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attempts are numbered by their place
        <Fragment key={index}>
          {waitMs > 0 && <li className="soft small">{t("gateway.waited", { ms: waitMs })}</li>}
          <li>
            <div className="waterfall-words">
              <span>
                {`${index + 1}. ${nameOr(attempt.upstream, attempt.upstream_id)}`}
                {attempt.key_id !== null && <span className="soft"> · {nameOr(attempt.key, attempt.key_id)}</span>}
              </span>
              <span className="soft">
                {attempt.blame && `${t(`pool.blame.${attempt.blame}`)} · `}
                {attempt.status !== null && `${attempt.status} · `}
                {attempt.error !== null && (
                  <>
                    <Coded words={wordsOf(`gateway.failure.${attempt.error}`)} code={attempt.error} />
                    {" · "}
                  </>
                )}
                {formatMs(attempt.ms)}
              </span>
            </div>
            <div className="waterfall-track" aria-hidden="true">
              <i
                data-tone={toneOfStatus(attempt.status ?? 0)}
                style={{ insetInlineStart: `${startPercent}%`, width: `${widthPercent}%` }}
              />
            </div>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
