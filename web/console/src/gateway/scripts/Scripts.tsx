import { CodeOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useCan } from "../../auth/session";
import { actionsColumn, type Columns, enabledColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { TextFilter } from "../../ui/TextFilter";
import { Time } from "../../ui/Time";
import { useAddress } from "../../ui/useAddress";
import { useUpstreamNames } from "../queries";
import { SCRIPTS } from "../resources";
import { UpstreamFilter } from "../UpstreamFilter";
import { ScriptDrawer } from "./ScriptDrawer";
import type { Script } from "./types";

const nameOf = ({ name }: Script) => name;

export function Scripts() {
  const { t } = useTranslation();
  const mayWrite = useCan()("gateway.write");
  const nameOfUpstream = useUpstreamNames();
  const { values, set } = useAddress(["q", "upstream"] as const);
  const filters = { q: values.q, ...(values.upstream ? { upstream_id: Number(values.upstream) } : {}) };
  const { list, opened, change, remove } = useResource(SCRIPTS, { filters });
  const columns: Columns<Script> = [
    { title: t("scripts.priority"), dataIndex: "priority", align: "right", width: 80 },
    {
      title: t("gateway.name"),
      key: "name",
      render: (_, { name, upstream_id }) => (
        <>
          <span className="cell-title">{name}</span>{" "}
          <span className="soft">{upstream_id ? nameOfUpstream(upstream_id) : t("scripts.allUpstreams")}</span>
        </>
      ),
    },
    {
      title: t("scripts.runsOn"),
      key: "phases",
      render: (_, { phases }) => phases.map((phase) => <Tag key={phase}>{t(`scripts.phase.${phase}`)}</Tag>),
    },
    { title: t("scripts.onError"), key: "on_error", render: (_, { on_error }) => t(`scripts.${on_error}`) },
    {
      title: t("scripts.saved"),
      key: "saved",
      render: (_, { version, updated_at }) => (
        <>
          {t("scripts.version", { version })}{" "}
          <span className="soft">
            <Time value={updated_at} />
          </span>
        </>
      ),
    },
    enabledColumn({
      mayWrite,
      nameOf,
      isOn: ({ enabled }) => enabled,
      onSwitch: (script, enabled) => change(script, { enabled }),
    }),
    actionsColumn(nameOf, [
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
      {
        key: "delete",
        label: t("action.delete"),
        isDanger: true,
        isOff: !mayWrite,
        onClick: (row) => remove(row, row.name, t("scripts.delete", { name: row.name }), t("scripts.deleteHint")),
      },
    ]),
  ];
  return (
    <ResourceList
      list={list}
      opened={opened}
      columns={columns}
      mayWrite={mayWrite}
      icon={<CodeOutlined />}
      words={{
        label: t("scripts.title"),
        add: t("scripts.add"),
        none: t("scripts.none"),
        noneHint: t("scripts.noneHint"),
      }}
      filters={
        <>
          <TextFilter label={t("gateway.search")} value={values.q} onChange={(q) => set({ q })} />
          <UpstreamFilter value={values.upstream} onChange={(upstream) => set({ upstream })} />
        </>
      }
      isFiltered={Boolean(values.q || values.upstream)}
      form={(script, isOpen, close) => <ScriptDrawer isOpen={isOpen} script={script} onClose={close} />}
    />
  );
}
