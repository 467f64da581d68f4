import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Progress, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../api/client";
import { readAgain } from "../api/resources";
import { formatNumber } from "../format";
import { EmptyState } from "../ui/EmptyState";
import { Figures } from "../ui/Fact";
import { ReadFailed } from "../ui/Loaded";
import { type Columns, column, numberColumn } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { listOf } from "../ui/list/useResource";
import { RowDrawer } from "../ui/RowDrawer";
import { TaskStatus } from "../ui/Status";
import { Time } from "../ui/Time";
import { isRunning, type Merchant, percentOf, reasonText, type Sync } from "./types";

const POLL_MS = 1000;
const COUNTS = ["created", "updated", "unchanged", "deleted", "skipped", "source_total"] as const;

interface Props {
  merchant: Merchant | undefined;
  onClose: () => void;
  onSync: ((merchant: Merchant) => Promise<unknown>) | undefined;
}

/** A sync's progress and the ledger of those before it. It goes on when this is closed. */
export function SyncDrawer({ merchant, onClose, onSync }: Props) {
  const { t } = useTranslation();
  return (
    <RowDrawer
      of={merchant}
      onClose={onClose}
      title={({ name }) => t("merchants.syncOf", { name })}
      extra={(shown) =>
        onSync && (
          <Button onClick={() => onSync(shown)} disabled={shown.connections.length === 0}>
            {t("merchants.sync")}
          </Button>
        )
      }
    >
      {({ id, connections }) => <Ledger merchantId={id} isConnected={connections.length > 0} />}
    </RowDrawer>
  );
}

function Ledger({ merchantId, isConnected }: { merchantId: string; isConnected: boolean }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<{ id: string; latest: string | undefined }>();
  const init = { params: { query: { merchant_id: merchantId, limit: 20 } } };
  const syncs = reads.useQuery("get", "/products/sync", init);
  const latest = syncs.data?.items[0]?.sync_id;
  const shown = chosen?.latest === latest ? chosen?.id : latest; // a new sync is the one to look at
  const columns: Columns<Sync> = [
    column(t("merchants.history"), (sync) => <Time value={sync.started_at ?? sync.created_at} />),
    column(t("merchants.state"), ({ status }) => <TaskStatus status={status} />),
    numberColumn(t("merchants.count.source_total"), ({ counts, seen }) => formatNumber(counts.source_total ?? seen)),
    ...(["created", "updated", "deleted"] as const).map((name) =>
      numberColumn<Sync>(t(`merchants.count.${name}`), ({ counts }) => formatNumber(counts[name])),
    ),
  ];
  return (
    <>
      {shown && <SyncProgress key={shown} syncId={shown} />}
      <ListTable
        label={t("merchants.history")}
        list={listOf(syncs)}
        rowKey="sync_id"
        columns={columns}
        onOpen={({ sync_id }) => setChosen({ id: sync_id, latest })}
        empty={
          <EmptyState
            title={t("merchants.noSyncs")}
            hint={t(isConnected ? "merchants.noSyncsHint" : "merchants.noStoreHint")}
          />
        }
      />
    </>
  );
}

function SyncProgress({ syncId }: { syncId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const init = { params: { path: { sync_id: syncId } } };
  const { data: sync, error } = reads.useQuery("get", "/products/sync/{sync_id}", init, {
    refetchInterval: ({ state }) => (state.error || (state.data && !isRunning(state.data)) ? false : POLL_MS),
  });
  const isDone = sync !== undefined && !isRunning(sync);
  useEffect(() => {
    if (isDone) void readAgain(queries, ["/merchants", "/products"]);
  }, [isDone, queries]);
  if (error && !sync) return <ReadFailed error={error} />;
  if (!sync) return <Skeleton active />;
  const percent = percentOf(sync);
  const isFailed = sync.status === "failed";
  const message = reasonText(sync.reason, sync.message);
  return (
    <section className="form-alert" aria-live="polite">
      <TaskStatus status={sync.status} />
      <Progress
        percent={percent ?? 5}
        status={isFailed ? "exception" : isDone ? "normal" : "active"}
        showInfo={percent !== undefined}
        aria-label={t("merchants.sync")}
      />
      {message && <Alert type={isFailed ? "error" : "info"} title={message} />}
      {sync.warnings.map((warning) => (
        <Alert key={warning} type="warning" title={warning} />
      ))}
      {!isDone && <p className="soft small">{t("merchants.syncLeave")}</p>}
      <Figures
        of={COUNTS.map((name) => [
          t(`merchants.count.${name}`),
          sync.counts[name] === null ? "–" : formatNumber(sync.counts[name]),
        ])}
      />
    </section>
  );
}
