import { DeploymentUnitOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { formatMs } from "../../format";
import { formatCount, formatShare } from "../../gateway/stats/format";
import { type Columns, column, numberColumn } from "../../ui/list/columns";
import { FilteredList } from "../../ui/list/ListTable";
import type { Deployment } from "../resources";
import { DeploymentStatus } from "./state";

const REFRESH_MS = 2000;

type LiveVersion = Deployment["live"][number] & Partial<Schema<"VersionFiguresOut">>;

/** The versions that are there at this moment, and how they do. */
export function Live({ deployment: { id, live } }: { deployment: Deployment }) {
  const { t } = useTranslation();
  const init = { params: { path: { deployment_id: id } } };
  const again = { refetchInterval: REFRESH_MS, retry: false };
  const figures = reads.useQuery("get", "/api/deployments/{deployment_id}/figures", init, again);
  const known = figures.data?.versions ?? [];
  const items = live.map((one): LiveVersion => ({ ...known.find(({ version }) => version === one.version), ...one }));
  const total = live.reduce((sum, { weight }) => sum + weight, 0);
  const columns: Columns<LiveVersion> = [
    column(t("model.number"), ({ version }) => t("model.version", { version })),
    column(t("deployment.state"), (version) => <DeploymentStatus of={version} />),
    numberColumn(t("deployment.traffic"), ({ weight }) => formatShare(weight, total)),
    numberColumn(t("deployment.replicas"), ({ replicas }) => formatCount(replicas)),
    numberColumn(t("deployment.requests"), ({ requests }) => (requests === undefined ? "–" : formatCount(requests))),
    numberColumn(t("deployment.refused"), ({ refused }) => (refused === undefined ? "–" : formatCount(refused))),
    numberColumn(t("deployment.errors"), ({ errors = 0, requests = 0 }) => formatShare(errors, requests)),
    numberColumn(t("deployment.latency"), ({ latency_ms = null }) => formatMs(latency_ms)),
    numberColumn(t("deployment.queue"), ({ queue_ms = null }) => formatMs(queue_ms)),
  ];
  return (
    <section className="below" aria-label={t("deployment.live")}>
      <h2 className="section-title">{t("deployment.live")}</h2>
      <FilteredList
        label={t("deployment.live")}
        icon={<DeploymentUnitOutlined />}
        list={{ items }}
        rowKey="version"
        columns={columns}
        none={{ title: t("deployment.nothingLive"), hint: t("deployment.nothingLiveHint") }}
      />
      {items.length > 0 && <p className="soft small">{t("deployment.figuresHint")}</p>}
    </section>
  );
}
