import { BellOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../api/client";
import { resource } from "../api/resources";
import { useCan } from "../auth/session";
import { actionsColumn, type Columns, enabledColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { ActionFailed } from "../ui/useAction";
import { useNotices } from "../ui/useNotices";
import { ChannelDrawer } from "./ChannelDrawer";
import { Deliveries } from "./Deliveries";
import { type Channel, failureOf } from "./types";

const CHANNELS = resource("/api/admin/channels", "/api/admin/channels/{channel_id}");
const nameOf = ({ name }: Channel) => name;

export function ChannelsPage() {
  const { t, i18n } = useTranslation();
  const inWords = new Intl.ListFormat(i18n.language, { style: "narrow" });
  const notices = useNotices();
  const mayWrite = useCan()("gateway.write");
  const { list, opened, run, change, remove } = useResource(CHANNELS);
  const deliveries = useOpened(list.items, CHANNELS.item, "deliveries");
  const test = ({ id, name }: Channel) =>
    run(async () => {
      const call = client.POST("/api/admin/channels/{channel_id}/test", { params: { path: { channel_id: id } } });
      const { ok, error, latency_ms: ms } = await dataOf(call);
      if (!ok) throw new ActionFailed(t("channels.testFailed", { name, error: failureOf(t, error) }));
      notices.success(t("channels.testOk", { name, ms }));
    });
  const columns: Columns<Channel> = [
    {
      title: t("channels.name"),
      key: "name",
      render: (_, channel) => (
        <>
          <span className="cell-title">{channel.name}</span>{" "}
          <span className="soft small mono">{channel.shown_url}</span>
        </>
      ),
    },
    { title: t("channels.kind"), key: "kind", render: (_, { kind }) => t(`channels.kinds.${kind}`) },
    {
      title: t("channels.events"),
      key: "events",
      render: (_, { events }) =>
        events.length > 0
          ? inWords.format(events.map((event) => t(`channels.event.${event}`)))
          : t("channels.rulesOnly"),
    },
    enabledColumn({
      mayWrite,
      nameOf,
      isOn: (channel) => channel.enabled,
      onSwitch: (channel, enabled) => change(channel, { enabled }),
    }),
    actionsColumn(nameOf, [
      { key: "test", label: t("gateway.test"), isOff: !mayWrite, onClick: test },
      { key: "deliveries", label: t("channels.deliveries"), onClick: deliveries.open },
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
      {
        key: "delete",
        label: t("action.delete"),
        isDanger: true,
        isOff: !mayWrite,
        onClick: (channel) =>
          remove(channel, channel.name, t("channels.delete", { name: channel.name }), t("channels.deleteHint")),
      },
    ]),
  ];
  return (
    <Page title={t("nav.channels")} description={t("channels.description")}>
      <ResourceList
        list={list}
        opened={opened}
        columns={columns}
        mayWrite={mayWrite}
        icon={<BellOutlined />}
        words={{
          label: t("nav.channels"),
          add: t("channels.add"),
          none: t("channels.none"),
          noneHint: t("channels.noneHint"),
        }}
        form={(channel, isOpen, close) => <ChannelDrawer isOpen={isOpen} channel={channel} onClose={close} />}
      />
      <Deliveries channel={deliveries.row} onClose={deliveries.close} />
    </Page>
  );
}
