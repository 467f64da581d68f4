import { DeleteOutlined } from "@ant-design/icons";
import { Button, Slider, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client";
import { readsOf } from "../../api/resources";
import { useCan } from "../../auth/session";
import { useHold } from "../../ui/forms/leaving";
import { useAction } from "../../ui/useAction";
import { DEPLOYMENTS, type Deployment } from "../resources";
import { VersionChoice } from "./DeploymentDrawer";
import { trafficWords } from "./state";
import { isSame, percentsOf, type Share, withoutVersion, withWeight } from "./weights";

const MOST_VERSIONS = 10;
const always = () => true;

interface Split {
  weights: Share[];
  sticky: boolean;
}

/** Which versions get how much: what is moved here holds once it is applied. */
export function Traffic({ deployment }: { deployment: Deployment }) {
  const { t } = useTranslation();
  const mayWrite = useCan()("models.write");
  const [draft, setDraft] = useState<Split>();
  const { run, isBusy } = useAction(readsOf(DEPLOYMENTS));
  const now: Split = { weights: percentsOf(deployment.traffic), sticky: deployment.sticky };
  const { weights, sticky } = draft ?? now;
  const isMoved = !isSame(weights, now.weights);
  const isChanged = isMoved || sticky !== now.sticky;
  useHold(isChanged, always);
  const change = (next: Partial<Split>) => setDraft({ weights, sticky, ...next });
  const apply = async () => {
    const init = { params: { path: { deployment_id: deployment.id } }, body: { weights, sticky } };
    const send = () => client.POST("/api/deployments/{deployment_id}/traffic", init);
    if (await run(send, t("deployment.split", { traffic: trafficWords(weights) }))) setDraft(undefined);
  };
  return (
    <section className="card tile" aria-label={t("deployment.traffic")}>
      <header>
        <h2>{t("deployment.traffic")}</h2>
      </header>
      {weights.map((share) => (
        <Weight
          key={share.version}
          share={share}
          isFixed={!mayWrite || weights.length === 1}
          onChange={(weight) => change({ weights: withWeight(weights, share.version, weight) })}
          onRemove={() => change({ weights: withoutVersion(weights, share.version) })}
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
          onChange={(version) => change({ weights: [...weights, { version, weight: 0 }] })}
        />
      )}
      <div className="traffic-foot">
        <Switch
          size="small"
          aria-label={t("field.deployments.sticky")}
          checked={sticky}
          disabled={!mayWrite}
          onChange={(next) => change({ sticky: next })}
        />
        <span>{t("field.deployments.sticky")}</span>
      </div>
      {isMoved && deployment.alias && (
        <p className="soft small">{t("deployment.leavesAlias", { alias: deployment.alias })}</p>
      )}
      {isChanged && (
        <div className="drawer-foot">
          <Button onClick={() => setDraft(undefined)}>{t("action.cancel")}</Button>
          <Button type="primary" loading={isBusy} onClick={() => void apply()}>
            {t("deployment.apply")}
          </Button>
        </div>
      )}
    </section>
  );
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
  return (
    <div className="weight">
      <span>{name}</span>
      <Slider
        value={weight}
        disabled={isFixed}
        onChange={onChange}
        tooltip={{ open: false }}
        ariaLabelForHandle={t("deployment.weightOf", { name })}
      />
      <span className="number">{`${weight} %`}</span>
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
