import { DeleteOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Slider, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { client, reads, type Schema } from "../../api/client";
import { readsOf } from "../../api/resources";
import { useCan } from "../../auth/session";
import { formatPercent } from "../../format";
import { useHold } from "../../ui/forms/leaving";
import { useAction, useConfirm } from "../../ui/useAction";
import { DEPLOYMENTS, type Deployment, type ModelDeployment } from "../resources";
import { AliasChoice, VersionChoice } from "./DeploymentDrawer";
import { liveInstead, trafficWords } from "./state";
import { useSplit } from "./useSplit";
import { percentsOf, type Share, weightsOf } from "./weights";

const MOST_VERSIONS = 10;
const always = () => true;

/** Which versions get how much: what is moved here holds once it is applied. */
export function Traffic({ deployment }: { deployment: ModelDeployment }) {
  const { t } = useTranslation();
  const mayWrite = useCan()("models.write");
  const split = useSplit(deployment);
  const { sticky, isMoved, isChanged, isStale } = split;
  useHold(isChanged, always);
  const { apply, isBusy } = useApply(deployment);
  const weights = percentsOf(split.weights);
  return (
    <section className="card tile" aria-label={t("deployment.traffic")}>
      <header>
        <h2>{t("deployment.traffic")}</h2>
      </header>
      <NotLive deployment={deployment} />
      {isStale && <MovedMeanwhile traffic={deployment.traffic} onDrop={split.drop} />}
      {weights.map((share) => (
        <Weight
          key={share.version}
          share={share}
          isFixed={!mayWrite || weights.length === 1}
          onChange={(percent) => split.slide(share.version, percent)}
          onRemove={() => split.remove(share.version)}
        />
      ))}
      {mayWrite && weights.length < MOST_VERSIONS && (
        <VersionChoice
          className="full-select"
          model={deployment.model}
          but={weights.map(({ version }) => version)}
          aria-label={t("deployment.addVersion")}
          placeholder={t("deployment.addVersion")}
          value={null}
          onChange={split.add}
        />
      )}
      <div className="traffic-foot">
        <Switch
          size="small"
          aria-label={t("field.deployments.sticky")}
          checked={sticky}
          disabled={!mayWrite}
          onChange={split.setSticky}
        />
        <span>{t("field.deployments.sticky")}</span>
      </div>
      {mayWrite && !deployment.alias && !isChanged && <Follow deployment={deployment} />}
      {isMoved && !isStale && deployment.alias && (
        <p className="soft small">{t("deployment.leavesAlias", { alias: deployment.alias })}</p>
      )}
      {isChanged && !isStale && (
        <div className="drawer-foot">
          <Button onClick={split.drop}>{t("action.cancel")}</Button>
          <Button
            type="primary"
            loading={isBusy}
            onClick={() => void apply(isMoved ? split.weights : undefined, sticky)}
          >
            {t("deployment.apply")}
          </Button>
        </div>
      )}
    </section>
  );
}

/** What is wished for stands here; where that cannot be, what has the traffic instead. */
function NotLive({ deployment }: { deployment: Deployment }) {
  const { t } = useTranslation();
  const shares = liveInstead(deployment);
  if (shares.length === 0) return null;
  return <p className="soft small">{t("deployment.wishedOnly", { traffic: trafficWords(shares) })}</p>;
}

/** Leads a deployment back to an alias. */
function Follow({ deployment }: { deployment: ModelDeployment }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const { run } = useAction(readsOf(DEPLOYMENTS));
  const { id, name, model, revision } = deployment;
  const ask = (alias: string) => {
    const init = { params: { path: { deployment_id: id } }, body: { alias, revision } };
    const title = t("deployment.followTitle", { name, alias });
    confirm(title, t("deployment.followHint", { alias }), t("deployment.follow"), () =>
      run(() => client.POST("/api/deployments/{deployment_id}/follow", init), t("deployment.follows", { name, alias })),
    );
  };
  return (
    <AliasChoice
      className="full-select"
      model={model}
      aria-label={t("deployment.followAlias")}
      placeholder={t("deployment.followAlias")}
      value={null}
      onChange={(alias) => alias && ask(alias)}
    />
  );
}

function MovedMeanwhile({ traffic, onDrop }: { traffic: Share[]; onDrop: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      showIcon
      className="form-alert"
      title={t("deployment.movedMeanwhile", { traffic: trafficWords(traffic) })}
      action={
        <Button size="small" onClick={onDrop}>
          {t("deployment.beginAnew")}
        </Button>
      }
    />
  );
}

/** Without weights traffic stays as it is, and with the alias that it follows. */
function useApply({ id, revision }: Deployment) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { run, isBusy } = useAction(readsOf(DEPLOYMENTS));
  const at = { params: { path: { deployment_id: id } } };
  const { queryKey } = reads.queryOptions("get", DEPLOYMENTS.item, at);
  const send = (weights: Share[] | undefined, sticky: boolean) => {
    if (!weights) return client.PATCH(DEPLOYMENTS.item, { ...at, body: { sticky } });
    const body: Schema<"TrafficIn"> = { weights: weightsOf(weights), sticky, revision };
    return client.POST("/api/deployments/{deployment_id}/traffic", { ...at, body });
  };
  const apply = (weights: Share[] | undefined, sticky: boolean) =>
    run(async () => {
      const { data } = await send(weights, sticky);
      // shown from here on: a read that was under way knows of what was before
      await queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, data);
      if (weights) return t("deployment.split", { traffic: trafficWords(weights) });
      return t(sticky ? "deployment.stickyOn" : "deployment.stickyOff");
    });
  return { apply, isBusy };
}

interface WeightProps {
  share: Share;
  isFixed: boolean;
  onChange: (weight: number) => void;
  onRemove: () => void;
}

function Weight({ share: { version, weight }, isFixed, onChange, onRemove }: WeightProps) {
  const { t } = useTranslation();
  const name = t("model.version", { version });
  const words = formatPercent(weight / 100, 1);
  return (
    <div className="weight">
      <span>{name}</span>
      <Slider
        value={weight}
        disabled={isFixed}
        onChange={onChange}
        tooltip={{ open: false }}
        ariaLabelForHandle={t("deployment.weightOf", { name })}
        // the handle stands at whole percents
        ariaValueTextFormatterForHandle={() => words}
      />
      <span className="number">{words}</span>
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        disabled={isFixed}
        aria-label={t("deployment.removeVersion", { name })}
        onClick={onRemove}
      />
    </div>
  );
}
