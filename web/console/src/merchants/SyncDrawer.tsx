import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Drawer, Progress, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "../api/http";
import { EmptyState } from "../ui/EmptyState";
import { TaskStatus } from "../ui/TaskStatus";
import { Time } from "../ui/Time";
import { isRunning, type Merchant, percentOf, type Sync } from "./types";

const POLL_MS = 1000;
const COUNTS = ["created", "updated", "unchanged", "deleted", "skipped", "source_total"] as const;

interface Props {
  merchant: Merchant | undefined;
  syncId: string | undefined;
  onClose: () => void;
  onSync: ((merchant: Merchant) => void) | undefined;
}

/** A sync's progress and the ledger of those before it. It goes on when this is closed. */
export function SyncDrawer({ merchant, syncId, onClose, onSync }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const history = useQuery({
    queryKey: ["syncs", merchant?.id],
    queryFn: ({ signal }) => api.get<Page<Sync>>("/products/sync", { merchant_id: merchant?.id, limit: 20 }, signal),
    enabled: merchant !== undefined,
  });
  useEffect(() => setChosen(syncId), [syncId]);
  const shown = chosen ?? syncId ?? history.data?.items[0]?.sync_id;
  return (
    <Drawer
      open={merchant !== undefined}
      onClose={onClose}
      size={520}
      title={t("merchants.syncOf", { name: merchant?.name ?? "" })}
      destroyOnHidden
      extra={
        merchant &&
        onSync && (
          <Button onClick={() => onSync(merchant)} disabled={merchant.connections.length === 0}>
            {t("merchants.sync")}
          </Button>
        )
      }
    >
      {shown && <SyncProgress key={shown} syncId={shown} />}
      {history.data?.items.length === 0 && !shown && (
        <EmptyState title={t("merchants.noSyncs")} hint={t("merchants.noSyncsHint")} />
      )}
      {history.data && history.data.items.length > 0 && (
        <>
          <h3>{t("merchants.history")}</h3>
          <ul className="attempts">
            {history.data.items.map((sync) => (
              <li key={sync.sync_id}>
                <TaskStatus status={sync.status} />
                <span className="soft">
                  {sync.counts.source_total ?? sync.seen} · +{sync.counts.created} ~{sync.counts.updated} −
                  {sync.counts.deleted}
                </span>
                <Button type="link" size="small" onClick={() => setChosen(sync.sync_id)}>
                  <Time value={sync.started_at ?? sync.created_at} />
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Drawer>
  );
}

function SyncProgress({ syncId }: { syncId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: sync } = useQuery({
    queryKey: ["sync", syncId],
    queryFn: ({ signal }) => api.get<Sync>(`/products/sync/${syncId}`, {}, signal),
    refetchInterval: (query) => (query.state.data && !isRunning(query.state.data) ? false : POLL_MS),
  });
  const isDone = sync !== undefined && !isRunning(sync);
  useEffect(() => {
    if (!isDone) return;
    void queries.invalidateQueries({ queryKey: ["merchants"] });
    void queries.invalidateQueries({ queryKey: ["syncs"] });
  }, [isDone, queries]);
  if (!sync) return <Skeleton active />;
  const percent = percentOf(sync);
  return (
    <section className="form-alert" aria-live="polite">
      <TaskStatus status={sync.status} />
      <Progress
        percent={percent ?? 5}
        status={sync.status === "failed" ? "exception" : isDone ? "normal" : "active"}
        showInfo={percent !== undefined}
        aria-label={t("merchants.sync")}
      />
      {sync.message && <Alert type={sync.status === "failed" ? "error" : "info"} title={sync.message} />}
      {sync.warnings.map((warning) => (
        <Alert key={warning} type="warning" title={warning} />
      ))}
      {!isDone && <p className="soft small">{t("merchants.syncLeave")}</p>}
      <dl className="sync-counts">
        {COUNTS.map((name) => (
          <div key={name}>
            <dt>{t(`merchants.count.${name}`)}</dt>
            <dd>{sync.counts[name] ?? "–"}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
