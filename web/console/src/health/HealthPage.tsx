import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../shared/format";
import { ApiError } from "../api/errors";
import { api } from "../api/http";
import { usePreferences } from "../preferences/store";
import { Page } from "../ui/Page";
import { Status, type Tone } from "../ui/Status";
import { formatDuration, type Loop, type Part, partsOf, toFacts } from "./parts";
import { SkippedRows } from "./SkippedRows";

const REFRESH_MS = 5000;
const TONES: Record<string, Tone> = { ok: "good", up: "good", degraded: "near", down: "bad" };
const STATES = ["ok", "up", "degraded", "down"] as const;
const PARTS = [
  "database",
  "redis",
  "disk",
  "workers",
  "queue",
  "tasks",
  "journal",
  "migrations",
  "gateway",
  "loops",
  "outbox",
] as const;

export function HealthPage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { data, dataUpdatedAt, error, failureReason, refetch } = useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => api.get<Record<string, unknown>>("/api/health/detailed", {}, signal),
    refetchInterval: REFRESH_MS,
    networkMode: "always", // without a network the reads would only be put off, and nothing would fail
  });
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
          description={
            data && t("health.stale", { time: formatExact(new Date(dataUpdatedAt).toISOString(), language) })
          }
          className="form-alert"
        />
      )}
      {!data && !failure && <Skeleton active />}
      {data && (
        <div className="tiles" aria-live="polite" data-stale={failure ? true : undefined}>
          {partsOf(data).map((part) => (
            <Tile key={part.name} part={part} language={language} isStale={failure !== null} />
          ))}
        </div>
      )}
    </Page>
  );
}

function Tile({ part, language, isStale }: { part: Part; language: string; isStale: boolean }) {
  const { t } = useTranslation();
  const name = PARTS.find((known) => known === part.name);
  const state = STATES.find((known) => known === part.status);
  const title = part.name === "" ? t("health.overall") : name ? t(`health.part.${name}`) : part.name;
  return (
    <section className="card tile" data-wide={part.skipped.length + part.loops.length > 0 || undefined}>
      <header>
        <h2>{title}</h2>
        {part.status && (
          <Status tone={isStale ? "calm" : (TONES[part.status] ?? "calm")}>
            {state ? t(`health.state.${state}`) : part.status}
          </Status>
        )}
      </header>
      <dl className="facts">
        {toFacts(part.values, language).map(({ key, known, text }) => (
          <div className="fact" key={key}>
            <dt>{known ? t(`health.fact.${known}`) : key}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {part.loops.length > 0 && (
        <ul className="loops">
          {part.loops.map((loop) => (
            <li key={loop.name}>
              <span className="soft">{loop.name}</span>
              <LoopState loop={loop} language={language} />
            </li>
          ))}
        </ul>
      )}
      {part.skipped.length > 0 && <SkippedRows rows={part.skipped} />}
    </section>
  );
}

function LoopState({ loop, language }: { loop: Loop; language: string }) {
  const { t } = useTranslation();
  const { succeeded_seconds_ago: seconds, failures } = loop;
  const since =
    seconds === null ? t("health.notYet") : t("health.ago", { duration: formatDuration(seconds, language) });
  if (failures === 0) return <span>{since}</span>;
  return <Status tone="near">{`${since} · ${t("health.failures", { count: failures })}`}</Status>;
}
