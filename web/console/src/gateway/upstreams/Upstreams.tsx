import { ApiOutlined, ImportOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { useCan } from "../../auth/session";
import { actionsColumn, type Columns, enabledColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useOpened } from "../../ui/list/useOpened";
import { useResource } from "../../ui/list/useResource";
import { TextFilter } from "../../ui/TextFilter";
import { ActionFailed } from "../../ui/useAction";
import { useAddress } from "../../ui/useAddress";
import { useNotices } from "../../ui/useNotices";
import { LiteLlmDrawer } from "../moving/LiteLlmDrawer";
import { detailOf, useUnserved } from "../queries";
import { UPSTREAMS } from "../resources";
import type { Upstream } from "../types";
import { ConfirmDrawer } from "./ConfirmDrawer";
import { UpstreamDrawer } from "./UpstreamDrawer";
import { UpstreamState } from "./UpstreamState";

const nameOf = ({ name }: Upstream) => name;

export function Upstreams() {
  const { t } = useTranslation();
  const notices = useNotices();
  const can = useCan();
  const mayWrite = can("gateway.write");
  const { values, set } = useAddress(["q"] as const);
  const unserved = useUnserved("upstream");
  const { list, opened, run, change, remove } = useResource(UPSTREAMS, { filters: values });
  const confirmed = useOpened(list.items, UPSTREAMS.item, "confirm");
  const [isMoving, setMoving] = useState(false);

  const test = ({ id, name }: Upstream) =>
    run(async () => {
      const path = "/api/admin/upstreams/{upstream_id}/test";
      const outcome = await dataOf(client.POST(path, { params: { path: { upstream_id: id } } }));
      const words = { name, detail: detailOf(outcome) };
      if (outcome.ok) notices.success(t("gateway.testOk", words));
      else throw new ActionFailed(t("gateway.testFailed", words));
    });

  const columns: Columns<Upstream> = [
    {
      title: t("gateway.name"),
      key: "name",
      render: (_, { name, base_url, tags }) => (
        <>
          <span className="cell-title">{name}</span>{" "}
          <span className="soft" title={base_url}>
            {base_url}
          </span>{" "}
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </>
      ),
    },
    {
      title: t("gateway.status"),
      key: "state",
      render: (_, upstream) => <UpstreamState of={upstream} unserved={unserved.get(upstream.id)} />,
    },
    { title: t("gateway.strategy"), key: "strategy", render: (_, { strategy }) => t(`gateway.strategies.${strategy}`) },
    {
      title: t("gateway.keys"),
      key: "keys",
      align: "right",
      render: (_, { keys }) => `${keys.active} / ${keys.active + keys.disabled + keys.banned}`,
    },
    enabledColumn({
      mayWrite,
      nameOf,
      isOn: ({ enabled }) => enabled,
      onSwitch: (upstream, enabled) => change(upstream, { enabled }),
    }),
    actionsColumn(nameOf, [
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
      { key: "test", label: t("gateway.test"), isOff: !mayWrite, onClick: test },
      {
        key: "confirm",
        label: t("gateway.confirmAction"),
        isFor: ({ awaiting_keys }) => awaiting_keys > 0 && can("secrets.confirm"),
        onClick: confirmed.open,
      },
      {
        key: "delete",
        label: t("action.delete"),
        isDanger: true,
        isOff: !mayWrite,
        onClick: (row) =>
          remove(row, row.name, t("gateway.deleteUpstream", { name: row.name }), t("gateway.deleteUpstreamHint")),
      },
    ]),
  ];
  return (
    <>
      <ResourceList
        list={list}
        opened={opened}
        columns={columns}
        mayWrite={mayWrite}
        icon={<ApiOutlined />}
        words={{
          label: t("gateway.upstreams"),
          add: t("gateway.addUpstream"),
          none: t("gateway.noUpstreams"),
          noneHint: t("gateway.noUpstreamsHint"),
        }}
        filters={<TextFilter label={t("gateway.search")} value={values.q} onChange={(q) => set({ q })} />}
        isFiltered={values.q !== ""}
        actions={
          mayWrite && (
            <Button icon={<ImportOutlined />} onClick={() => setMoving(true)}>
              {t("moving.open")}
            </Button>
          )
        }
        form={(upstream, isOpen, close) => <UpstreamDrawer isOpen={isOpen} upstream={upstream} onClose={close} />}
      />
      <ConfirmDrawer upstream={confirmed.row} onClose={confirmed.close} />
      <LiteLlmDrawer isOpen={isMoving} onClose={() => setMoving(false)} />
    </>
  );
}
