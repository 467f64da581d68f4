import { Button, Switch, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../../shared/format";
import { BudgetBar } from "../../keys/BudgetBar";
import { usePreferences } from "../../preferences/store";
import { RowMenu } from "../../ui/RowMenu";
import { Status, type Tone } from "../../ui/Status";
import { Time } from "../../ui/Time";
import type { KeyState, UpstreamKey } from "./types";

const TONES: Record<KeyState, Tone> = {
  active: "good",
  awaiting: "bad",
  cooling: "near",
  exhausted: "near",
  disabled: "calm",
  banned: "bad",
};

/** The state, why it is so and until when. */
function State({ of: key }: { of: UpstreamKey }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const ends = { cooling: key.cool_until, exhausted: key.quota_used?.resets_at, disabled: key.status_until };
  const until = key.state in ends ? ends[key.state as keyof typeof ends] : null;
  return (
    <>
      <Status tone={TONES[key.state]}>{t(`pool.state.${key.state}`)}</Status>
      {key.status_reason && <div className="soft">{key.status_reason}</div>}
      {until && <div className="soft">{t("gateway.untilTime", { time: formatExact(until, language) })}</div>}
    </>
  );
}

interface Actions {
  mayWrite: boolean;
  nameOf: (upstreamId: number) => string;
  onEdit: (key: UpstreamKey) => void;
  onSwitch: (key: UpstreamKey, isOn: boolean) => void;
  onTest: (key: UpstreamKey) => void;
  onDelete: (key: UpstreamKey) => void;
}

export function useColumns(actions: Actions): NonNullable<TableProps<UpstreamKey>["columns"]> {
  const { t } = useTranslation();
  const { mayWrite } = actions;
  return [
    {
      title: t("gateway.name"),
      key: "name",
      render: (_, key) => (
        <>
          <Button type="link" className="cell-link" onClick={() => actions.onEdit(key)}>
            {key.name}
          </Button>
          <span className="soft mono">…{key.key_hint}</span>
        </>
      ),
    },
    { title: t("gateway.upstream"), key: "upstream", render: (_, key) => actions.nameOf(key.upstream_id) },
    { title: t("gateway.status"), key: "status", render: (_, key) => <State of={key} /> },
    {
      title: t("pool.quota"),
      key: "quota",
      render: (_, { name, quota, quota_used }) => <BudgetBar of={{ name, budget: quota, budget_used: quota_used }} />,
    },
    { title: t("gateway.weight"), dataIndex: "weight", align: "right" },
    { title: t("gateway.added"), key: "added", render: (_, key) => <Time value={key.created_at} /> },
    {
      title: t("gateway.enabled"),
      key: "enabled",
      render: (_, key) => (
        <Switch
          size="small"
          aria-label={`${t("gateway.enabled")}: ${key.name}`}
          checked={key.status === "active"}
          disabled={!mayWrite}
          onChange={(isOn) => actions.onSwitch(key, isOn)}
        />
      ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, key) => (
        <RowMenu
          name={key.name}
          items={[
            { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => actions.onEdit(key) },
            { key: "test", label: t("gateway.test"), disabled: !mayWrite, onClick: () => actions.onTest(key) },
            {
              key: "delete",
              label: t("action.delete"),
              danger: true,
              disabled: !mayWrite,
              onClick: () => actions.onDelete(key),
            },
          ]}
        />
      ),
    },
  ];
}
