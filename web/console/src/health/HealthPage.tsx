import { Alert, Button, Skeleton } from "antd";
import { t } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../api/client";
import { ApiError } from "../api/errors";
import { formatExact } from "../format";
import { Facts } from "../ui/Fact";
import { Page } from "../ui/Page";
import { Status, type Tone } from "../ui/Status";
import { wordsOf } from "../words";
import { FailedDeployments } from "./FailedDeployments";
import { formatDuration, formatValue, type Loop, type Part, partsOf, placeOf, type Skipped } from "./parts";

const REFRESH_MS = 5000;
const TONES: Record<string, Tone> = {
  ok: "good",
  up: "good",
  degraded: "near",
  late: "near",
  full: "bad",
  down: "bad",
};

export function HealthPage() {
  const { t } = useTranslation();
  const health = reads.useQuery("get", "/api/health/detailed", {}, { refetchInterval: REFRESH_MS });
  const { data, dataUpdatedAt, error, failureReason, refetch } = health;
  // from the first read that fails on: what is shown was true before
  const failure = failureReason ?? error;
  return (
    <Page
      title={t("nav.health")}
      description={t("health.description")}
      actions={<Button onClick={() => void refetch()}>{t("action.refresh")}</Button>}
    >
      {failure && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={failure instanceof ApiError ? failure.message : t("health.unreachable")}
          description={data && t("health.stale", { time: formatExact(new Date(dataUpdatedAt).toISOString()) })}
          className="form-alert"
        />
      )}
      {!data && !failure && <Skeleton active />}
      {data && (
        <div className="tiles" aria-live="polite" data-stale={failure ? true : undefined}>
          {partsOf(data).map((part) => (
            <Tile key={part.name} part={part} isStale={failure !== null} />
          ))}
        </div>
      )}
    </Page>
  );
}

function Tile({ part, isStale }: { part: Part; isStale: boolean }) {
  const { t } = useTranslation();
  const textOf = (name: string, value: Part["facts"][number][1]) =>
    typeof value === "boolean"
      ? t(value ? "health.yes" : "health.no")
      : name === "reason" && typeof value === "string"
        ? reasonOf(value)
        : formatValue(name, value);
  return (
    <section className="card tile" data-wide={part.skipped.length + part.loops.length > 0 || undefined}>
      <header>
        <h2>{t(`health.part.${part.name}`)}</h2>
        {part.status && (
          <Status tone={isStale ? "calm" : (TONES[part.status] ?? "calm")}>{stateOf(part.status)}</Status>
        )}
      </header>
      <Facts of={Object.fromEntries(part.facts.map(([name, value]) => [factOf(name), textOf(name, value)]))} />
      {part.loops.length > 0 && (
        <ul className="loops">
          {part.loops.map((loop) => (
            <li key={loop.name}>
              <span className="soft" title={loop.name}>
                {loopOf(loop.name)}
              </span>
              <LoopState loop={loop} />
            </li>
          ))}
        </ul>
      )}
      {part.name === "inference" && part.facts.some(([name, value]) => name === "deployments_failed" && value) && (
        <FailedDeployments refetchInterval={REFRESH_MS} />
      )}
      {part.skipped.length > 0 && <SkippedRows rows={part.skipped} />}
    </section>
  );
}

function LoopState({ loop }: { loop: Loop }) {
  const { t } = useTranslation();
  const { succeeded_seconds_ago: seconds, failures } = loop;
  const since = seconds === null ? t("health.notYet") : t("health.ago", { duration: formatDuration(seconds) });
  if (failures === 0) return <span>{since}</span>;
  return <Status tone="near">{`${since} · ${t("health.failures", { count: failures })}`}</Status>;
}

/** The stored rows that cannot be read, each with its reason and the way to it. */
function SkippedRows({ rows }: { rows: Skipped[] }) {
  const { t } = useTranslation();
  return (
    <section className="skipped" aria-label={t("health.skipped")}>
      <h3>{t("health.skipped")}</h3>
      <p className="soft small">{t("health.skippedHint")}</p>
      <ul>
        {rows.map((row) => {
          const kind = wordsOf(`health.kind.${row.kind}`) ?? row.kind;
          const label = `${kind} ${row.name || t("health.number", { id: row.id })}`;
          const place = placeOf(row);
          return (
            <li key={`${row.kind} ${row.id}`}>
              {place ? <Link to={place}>{label}</Link> : label}
              <span className="mono small">{row.reason}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const BY_STATUS = { tasks_: "task.status", deployments_: "deployment.status" } as const;

/** In the reader's language; what has no words stands as it is. */
const reasonOf = (reason: string) => wordsOf(`health.reason.${reason}`) ?? reason;
const stateOf = (status: string) => wordsOf(`health.state.${status}`) ?? status;
const loopOf = (name: string) => wordsOf(`health.loop.${name.replaceAll(".", "_")}`) ?? name;

function factOf(name: string): string {
  const start = (Object.keys(BY_STATUS) as (keyof typeof BY_STATUS)[]).find((one) => name.startsWith(one));
  if (!start) return wordsOf(`health.fact.${name}`) ?? name;
  const status = name.slice(start.length);
  const words = wordsOf(`${BY_STATUS[start]}.${status}`) ?? status;
  return start === "deployments_" ? t("health.ofModels", { status: words }) : words;
}
