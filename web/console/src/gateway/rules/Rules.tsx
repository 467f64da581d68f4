import { ThunderboltOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useCan } from "../../auth/session";
import { actionsColumn, type Columns, enabledColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { useUpstreamNames } from "../queries";
import { RULES } from "../resources";
import { RuleDrawer } from "./RuleDrawer";
import { ruleText } from "./sentence";
import type { Rule } from "./types";

const nameOf = ({ name }: Rule) => name;

export function Rules() {
  const { t } = useTranslation();
  const mayWrite = useCan()("gateway.write");
  const nameOfUpstream = useUpstreamNames();
  const { list, opened, change, remove } = useResource(RULES);
  const columns: Columns<Rule> = [
    { title: t("rules.priority"), dataIndex: "priority", align: "right", width: 80 },
    {
      title: t("gateway.name"),
      key: "name",
      render: (_, rule) => (
        <>
          <span className="cell-title">{rule.name}</span>{" "}
          <span className="soft">{rule.upstream_id ? nameOfUpstream(rule.upstream_id) : t("rules.allUpstreams")}</span>
        </>
      ),
    },
    {
      title: t("rules.what"),
      key: "what",
      render: (_, rule) => <span className="rule-cell">{ruleText(t, rule)}</span>,
    },
    enabledColumn({
      mayWrite,
      nameOf,
      isOn: (rule) => rule.enabled,
      onSwitch: (rule, enabled) => change(rule, { enabled }),
    }),
    actionsColumn(nameOf, [
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
      {
        key: "delete",
        label: t("action.delete"),
        isDanger: true,
        isOff: !mayWrite,
        onClick: (rule) => remove(rule, rule.name, t("rules.delete", { name: rule.name }), t("rules.deleteHint")),
      },
    ]),
  ];
  return (
    <ResourceList
      list={list}
      opened={opened}
      columns={columns}
      mayWrite={mayWrite}
      icon={<ThunderboltOutlined />}
      words={{ label: t("rules.title"), add: t("rules.add"), none: t("rules.none"), noneHint: t("rules.noneHint") }}
      form={(rule, isOpen, close) => <RuleDrawer isOpen={isOpen} rule={rule} onClose={close} />}
    />
  );
}
