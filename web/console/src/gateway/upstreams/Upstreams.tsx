import { ApiOutlined, ImportOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { ActionFailed } from "../../api/errors";
import { readAgain, readsOf } from "../../api/resources";
import { useCan } from "../../auth/session";
import { type DrawerState, FormDrawer } from "../../ui/forms/FormDrawer";
import { fieldsOf } from "../../ui/forms/fields";
import { type Columns, cell, column, nameColumn, numberColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useOpened } from "../../ui/list/useOpened";
import { useResource } from "../../ui/list/useResource";
import { AsOpened } from "../../ui/RowDrawer";
import { LiteLlmDrawer } from "../moving/LiteLlmDrawer";
import { detailOf, useLastDay, useUnserved } from "../queries";
import { UPSTREAMS, type Upstream } from "../resources";
import { UpstreamDrawer } from "./UpstreamDrawer";
import { UpstreamState } from "./UpstreamState";

const { TextField } = fieldsOf("confirmation", "UpstreamConfirm");

export function Upstreams() {
  const { t } = useTranslation();
  const mayConfirm = useCan()("secrets.confirm");
  const unserved = useUnserved("upstream");
  const sums = useLastDay().data?.by_upstream;
  const upstreams = useResource(UPSTREAMS);
  const { list, mayWrite, run } = upstreams;
  const confirmed = useOpened(list.items, UPSTREAMS.item, "confirm");
  const [isMoving, setMoving] = useState(false);

  const test = ({ id, name }: Upstream) =>
    run(async () => {
      const path = "/api/admin/upstreams/{upstream_id}/test";
      const outcome = await dataOf(client.POST(path, { params: { path: { upstream_id: id } } }));
      const words = { name, detail: detailOf(outcome) };
      if (!outcome.ok) throw new ActionFailed(t("pool.testFailed", words));
      return t("gateway.testOk", words);
    });

  const columns: Columns<Upstream> = [
    nameColumn(t("gateway.name"), UPSTREAMS.nameOf),
    column(t("gateway.status"), (upstream) => (
      <UpstreamState
        of={upstream}
        unserved={unserved.get(upstream.id)}
        sums={sums?.find(({ key }) => key === upstream.name)}
      />
    )),
    numberColumn(t("gateway.keys"), ({ keys }) => `${keys.active} / ${keys.active + keys.disabled + keys.banned}`),
    column(t("field.upstreams.base_url"), ({ base_url }) => cell("note", base_url)),
    column(t("field.upstreams.tags"), ({ tags }) => tags.map((tag) => <Tag key={tag}>{tag}</Tag>)),
    column(t("gateway.strategy"), ({ strategy }) => t(`gateway.strategies.${strategy}`)),
  ];
  return (
    <>
      <ResourceList
        of={upstreams}
        label={t("gateway.upstreams")}
        icon={<ApiOutlined />}
        columns={columns}
        rowActions={[
          { key: "test", label: t("gateway.test"), isOff: !mayWrite, onClick: test },
          {
            key: "confirm",
            label: t("gateway.confirmAction"),
            isFor: ({ awaiting_keys }) => awaiting_keys > 0 && mayConfirm,
            onClick: confirmed.open,
          },
        ]}
        actions={
          mayWrite && (
            <Button icon={<ImportOutlined />} onClick={() => setMoving(true)}>
              {t("moving.open")}
            </Button>
          )
        }
        form={(props) => <UpstreamDrawer {...props} />}
      />
      <AsOpened id={confirmed.row?.id} row={confirmed.row}>
        {(row, isOpen) => row && <ConfirmDrawer upstream={row} isOpen={isOpen} onClose={confirmed.close} />}
      </AsOpened>
      <LiteLlmDrawer isOpen={isMoving} onClose={() => setMoving(false)} />
    </>
  );
}

/** An owner confirms with their password that keys may go to where an upstream points now. */
function ConfirmDrawer({ upstream, ...drawer }: DrawerState & { upstream: Upstream }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const submit = async ({ password }: { password: string }) => {
    const { id, base_url } = upstream;
    const init = { params: { path: { upstream_id: id } }, body: { password, base_url } };
    await client.POST("/api/admin/upstreams/{upstream_id}/confirm", init);
    void readAgain(queries, readsOf(UPSTREAMS));
  };
  return (
    <FormDrawer<{ password: string }>
      {...drawer}
      title={t("gateway.confirmTitle", { name: upstream.name })}
      initial={{ password: "" }}
      submitText={t("gateway.confirmAction")}
      onSubmit={submit}
    >
      <Alert
        type="warning"
        showIcon
        className="form-alert"
        title={t("gateway.confirmHint", { count: upstream.awaiting_keys })}
        description={<code>{upstream.base_url}</code>}
      />
      <TextField name="password" isRequired isSecret autoComplete="current-password" />
    </FormDrawer>
  );
}
