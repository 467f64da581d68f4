import { BellOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { client, dataOf, reads } from "../api/client";
import { ActionFailed } from "../api/errors";
import { EmptyState } from "../ui/EmptyState";
import { type Columns, column, nameColumn } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { listOf, useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { RowDrawer } from "../ui/RowDrawer";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { ChannelDrawer } from "./ChannelDrawer";
import { CHANNELS, type Channel, type Delivery, failureOf } from "./types";

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

/** What was sent over a channel, newest first. */
function Deliveries({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <RowDrawer of={channel} size={760} title={({ name }) => t("channels.deliveriesOf", { name })} onClose={onClose}>
      {({ id }) => <Sent channelId={id} />}
    </RowDrawer>
  );
}

function Sent({ channelId }: { channelId: number }) {
  const { t } = useTranslation();
  const deliveries = reads.useQuery("get", "/api/admin/channels/{channel_id}/deliveries", {
    params: { path: { channel_id: channelId }, query: { limit: 200 } },
  });
  const columns: Columns<Delivery> = [
    column(t("channels.at"), ({ at }) => <Time value={at} />),
    { title: t("channels.what"), dataIndex: "title" },
    column(t("channels.outcome"), ({ outcome, error: failure, attempts }) => (
      <Status tone={outcome === "sent" ? "good" : "bad"} hint={t("channels.attempts", { count: attempts })}>
        {t(`channels.outcomes.${outcome}`, { error: failureOf(failure) })}
      </Status>
    )),
  ];
  return (
    <ListTable
      label={t("channels.deliveries")}
      list={listOf(deliveries)}
      columns={columns}
      empty={<EmptyState title={t("channels.noDeliveries")} hint={t("channels.noDeliveriesHint")} />}
    />
  );
}
