import { CodeOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Columns, column, nameColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { Time } from "../../ui/Time";
import { useAddress } from "../../ui/useAddress";
import { useUpstreamNames } from "../queries";
import { SCRIPTS } from "../resources";
import { UpstreamFilter } from "../UpstreamFilter";
import { ScriptDrawer } from "./ScriptDrawer";
import type { Script } from "./types";

export function Scripts() {
  const { t } = useTranslation();
  const nameOfUpstream = useUpstreamNames();
  const { values, field, isFiltered } = useAddress(["upstream"]);
  const filters = values.upstream ? { upstream_id: Number(values.upstream) } : {};
  const columns: Columns<Script> = [
    { title: t("scripts.priority"), dataIndex: "priority", align: "right", width: 80 },
    nameColumn(t("gateway.name"), SCRIPTS.nameOf, ({ upstream_id: id }) =>
      id ? nameOfUpstream(id) : t("scripts.allUpstreams"),
    ),
    column(t("scripts.runsOn"), ({ phases }) =>
      phases.map((phase) => <Tag key={phase}>{t(`scripts.phase.${phase}`)}</Tag>),
    ),
    column(t("scripts.onError"), ({ on_error }) => t(`scripts.${on_error}`)),
    column(t("scripts.saved"), ({ version, updated_at }) => (
      <>
        {t("scripts.version", { version })}{" "}
        <span className="soft">
          <Time value={updated_at} />
        </span>
      </>
    )),
  ];
  return (
    <ResourceList
      of={useResource(SCRIPTS, { filters })}
      label={t("scripts.title")}
      icon={<CodeOutlined />}
      columns={columns}
      filters={<UpstreamFilter {...field("upstream")} />}
      isFiltered={isFiltered}
      form={(props) => <ScriptDrawer {...props} />}
    />
  );
}
