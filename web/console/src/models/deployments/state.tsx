/** How a deployment stands, what it serves, and what may be done with it. */
import { t } from "i18next";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client";
import { readsOf } from "../../api/resources";
import { useCan } from "../../auth/session";
import { formatPercent } from "../../format";
import { problemText } from "../../gateway/queries";
import type { RowAction } from "../../ui/list/columns";
import { Status, type Tone } from "../../ui/Status";
import { useAction, useConfirm } from "../../ui/useAction";
import { DEPLOYMENTS, type Deployment } from "../resources";
import { percentsOf, type Share } from "./weights";

type Standing = Deployment["status"];

const TONES: Record<Standing, Tone> = {
  ready: "good",
  failed: "bad",
  loading: "active",
  draining: "near",
  stopped: "calm",
  idle: "calm",
};

type Stands = Pick<Deployment, "status" | "reason"> & Partial<Pick<Deployment, "because">>;

export function DeploymentStatus({ of: { status, reason, because = null } }: { of: Stands }) {
  const { t } = useTranslation();
  return (
    <Status tone={TONES[status]} hint={reason && problemText({ message: reason, reason: because })}>
      {t(`deployment.status.${status}`)}
    </Status>
  );
}

/** "Version 1", or "Version 1: 90%, Version 2: 10%". */
export function trafficWords(traffic: Share[]): string {
  const percents = percentsOf(traffic);
  const named = percents.map(({ version, weight }) => {
    const words = t("model.version", { version });
    return percents.length === 1 ? words : `${words}: ${formatPercent(weight / 100, 1)}`;
  });
  return named.join(", ");
}

/** What has the traffic of one that failed: what is wished for does not. */
export const liveInstead = ({ status, live }: Pick<Deployment, "status" | "live">): Share[] =>
  status === "failed" ? live.filter(({ weight }) => weight > 0) : [];

/** Whether a request to it is computed now, be it once it is loaded again. */
export const answers = (of: Pick<Deployment, "status" | "live">) =>
  of.status !== "draining" && of.live.some(({ replicas, status }) => replicas > 0 || status === "idle");

const RUNNING: Standing[] = ["loading", "ready", "idle", "failed"];
const RESTING: Standing[] = ["stopped", "idle", "draining", "failed"];

export function useDeploymentActions(): RowAction<Deployment>[] {
  const { t } = useTranslation();
  const isOff = !useCan()("models.write");
  const confirm = useConfirm();
  const { run } = useAction(readsOf(DEPLOYMENTS));
  const at = ({ id }: Deployment) => ({ params: { path: { deployment_id: id } } });
  return [
    {
      key: "start",
      label: t("deployment.start"),
      isOff,
      isFor: ({ kind, status }) => (kind === "route" ? status === "stopped" : RESTING.includes(status)),
      onClick: (row) => run(() => client.POST("/api/deployments/{deployment_id}/start", at(row))),
    },
    {
      key: "stop",
      label: t("deployment.stop"),
      isOff,
      isFor: ({ status }) => RUNNING.includes(status),
      onClick: (row) => {
        const stop = () => run(() => client.POST("/api/deployments/{deployment_id}/stop", at(row)));
        confirm(
          t("deployment.stopTitle", row),
          t(row.kind === "route" ? "deployment.stopRouteHint" : "deployment.stopHint"),
          t("deployment.stop"),
          stop,
        );
      },
    },
    {
      key: "rollback",
      label: t("deployment.rollBack"),
      isOff,
      isFor: ({ previous_traffic }) => previous_traffic.length > 0,
      onClick: (row) => {
        const hint = t("deployment.rollBackHint", {
          before: trafficWords(row.traffic),
          after: trafficWords(row.previous_traffic),
        });
        // of what is shown in the question: where it has changed by the answer, nothing is moved
        const shown = { ...at(row), body: { revision: row.revision } };
        confirm(t("deployment.rollBackTitle", row), hint, t("deployment.rollBack"), () =>
          run(
            () => client.POST("/api/deployments/{deployment_id}/rollback", shown),
            t("deployment.rolledBack", { name: row.name, traffic: trafficWords(row.previous_traffic) }),
          ),
        );
      },
    },
  ];
}
