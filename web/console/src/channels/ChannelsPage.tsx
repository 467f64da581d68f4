import { BellOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../api/client";
import { ActionFailed } from "../api/errors";
import { type Columns, column, nameColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { ChannelDrawer } from "./ChannelDrawer";
import { Deliveries } from "./Deliveries";
import { CHANNELS, type Channel, failureOf } from "./types";

export function ChannelsPage() {
  const { t, i18n } = useTranslation();
  const inWords = new Intl.ListFormat(i18n.language, { style: "narrow" });
  const channels = useResource(CHANNELS);
  const { list, mayWrite, run } = channels;
  const deliveries = useOpened(list.items, CHANNELS.item, "deliveries");
  const test = ({ id, name }: Channel) =>
    run(async () => {
      const call = client.POST("/api/admin/channels/{channel_id}/test", { params: { path: { channel_id: id } } });
      const { ok, error, latency_ms: ms } = await dataOf(call);
      if (!ok) throw new ActionFailed(t("channels.testFailed", { name, error: failureOf(error) }));
      return t("channels.testOk", { name, ms });
    });
  const columns: Columns<Channel> = [
    nameColumn(t("channels.name"), CHANNELS.nameOf, ({ shown_url }) => <span className="small mono">{shown_url}</span>),
    column(t("channels.kind"), ({ kind }) => t(`channels.kinds.${kind}`)),
    column(t("channels.events"), ({ events }) =>
      events.length > 0 ? inWords.format(events.map((event) => t(`channels.event.${event}`))) : t("channels.rulesOnly"),
    ),
  ];
  return (
    <Page title={t("nav.channels")} description={t("channels.description")}>
      <ResourceList
        of={channels}
        label={t("nav.channels")}
        icon={<BellOutlined />}
        columns={columns}
        rowActions={[
          { key: "test", label: t("gateway.test"), isOff: !mayWrite, onClick: test },
          { key: "deliveries", label: t("channels.deliveries"), onClick: deliveries.open },
        ]}
        form={(props) => <ChannelDrawer {...props} />}
      />
      <Deliveries channel={deliveries.row} onClose={deliveries.close} />
    </Page>
  );
}
