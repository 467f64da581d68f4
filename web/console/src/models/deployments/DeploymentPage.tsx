import { EditOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { reads } from "../../api/client";
import { useCan } from "../../auth/session";
import { formatNumber } from "../../format";
import { problemText } from "../../gateway/queries";
import { formatSpan } from "../../tasks/types";
import { Facts } from "../../ui/Fact";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { AsOpened } from "../../ui/RowDrawer";
import { recordPage } from "../../ui/recordPage";
import { Playground } from "../playground/Playground";
import { type Deployment, isOfModel, type ModelDeployment } from "../resources";
import { Batches } from "./Batches";
import { DeploymentDrawer } from "./DeploymentDrawer";
import { replicasOf } from "./DeploymentsPage";
import { Live } from "./Live";
import { RouteDeployment } from "./RouteDeployment";
import { DeploymentStatus, useDeploymentActions } from "./state";
import { Traffic } from "./Traffic";

const REFRESH_MS = 2000;

export const DeploymentPage = recordPage("id", OneDeployment);

function OneDeployment({ id }: { id: string }) {
  const { t } = useTranslation();
  const [isEdited, setEdited] = useState(false);
  const init = { params: { path: { deployment_id: id } } };
  const deployment = reads.useQuery("get", "/api/deployments/{deployment_id}", init, { refetchInterval: REFRESH_MS });
  const name = deployment.data?.name ?? t("nav.deployments");
  return (
    <Page
      title={name}
      tabTitle={`${name} · ${t("nav.deployments")}`}
      actions={deployment.data && <Actions of={deployment.data} onEdit={() => setEdited(true)} />}
    >
      <Loaded of={deployment}>
        {(data) => (
          <>
            <Failure of={data} />
            {isOfModel(data) ? <OfModel deployment={data} /> : <RouteDeployment deployment={data} />}
            <AsOpened id={isEdited ? data.id : undefined} row={data}>
              {(row, isOpen) => <DeploymentDrawer row={row} isOpen={isOpen} onClose={() => setEdited(false)} />}
            </AsOpened>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Failure({ of: { kind, status, reason, because } }: { of: Deployment }) {
  const { t } = useTranslation();
  if (status !== "failed" || !reason) return null;
  const inWords = problemText({ message: reason, reason: because });
  return (
    <Alert
      type="error"
      showIcon
      className="form-alert"
      title={t(kind === "route" ? "deployment.routeFailed" : "deployment.failed")}
      description={inWords === reason ? t("task.failedWith", { error: reason }) : inWords}
    />
  );
}

function OfModel({ deployment }: { deployment: ModelDeployment }) {
  return (
    <>
      <div className="deployment">
        <About deployment={deployment} />
        <Traffic deployment={deployment} />
      </div>
      <Live deployment={deployment} />
      <Batches deployment={deployment} />
      <Playground deployment={deployment} />
    </>
  );
}

function Actions({ of: deployment, onEdit }: { of: Deployment; onEdit: () => void }) {
  const { t } = useTranslation();
  const mayWrite = useCan()("models.write");
  const navigate = useNavigate();
  const actions = useDeploymentActions();
  if (!mayWrite) return null;
  return (
    <>
      {actions
        .filter(({ isFor }) => isFor?.(deployment) ?? true)
        .map(({ key, label, onClick }) => (
          <Button key={key} onClick={() => onClick(deployment)}>
            {label}
          </Button>
        ))}
      {!isOfModel(deployment) && (
        <Button
          icon={<PlayCircleOutlined />}
          onClick={() => void navigate(`/playground?model=${encodeURIComponent(deployment.name)}`)}
        >
          {t("playground.title")}
        </Button>
      )}
      {isOfModel(deployment) && (
        <Button icon={<EditOutlined />} onClick={onEdit}>
          {t("action.edit")}
        </Button>
      )}
    </>
  );
}

function About({ deployment }: { deployment: ModelDeployment }) {
  const { t } = useTranslation();
  const { model, alias, max_batch_rows, unload_after_s } = deployment;
  const time = unload_after_s === null ? undefined : formatSpan(unload_after_s);
  return (
    <section className="card tile" aria-label={t("deployment.state")}>
      <Facts
        of={{
          [t("deployment.state")]: <DeploymentStatus of={deployment} />,
          [t("deployment.model")]: <Link to={`/models/${model}`}>{model}</Link>,
          [t("model.alias")]: alias ?? "–",
          [t("deployment.replicas")]: replicasOf(deployment),
          [t("deployment.batchRows")]: formatNumber(max_batch_rows),
          [t("deployment.unloads")]: time ? t("deployment.unloadsAfter", { time }) : t("deployment.unloadsNever"),
        }}
      />
    </section>
  );
}
