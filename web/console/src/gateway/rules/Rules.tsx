import { ThunderboltOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { type Columns, column, nameColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { useUpstreamNames } from "../queries";
import { RULES } from "../resources";
import { RuleDrawer } from "./RuleDrawer";
import { ruleText } from "./sentence";
import type { Rule } from "./types";

export function Rules() {
  const { t } = useTranslation();
  const nameOfUpstream = useUpstreamNames();
  const columns: Columns<Rule> = [
    { title: t("rules.priority"), dataIndex: "priority", align: "right", width: 80 },
    nameColumn(t("gateway.name"), RULES.nameOf, ({ upstream_id: id }) =>
      id ? nameOfUpstream(id) : t("rules.allUpstreams"),
    ),
    column(t("rules.what"), (rule) => <span className="rule-cell">{ruleText(t, rule)}</span>),
  ];
  return (
    <ResourceList
      of={useResource(RULES)}
      label={t("rules.title")}
      icon={<ThunderboltOutlined />}
      columns={columns}
      form={(props) => <RuleDrawer {...props} />}
    />
  );
}
