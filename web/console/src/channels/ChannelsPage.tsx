import { BellOutlined } from "@ant-design/icons";
import { Checkbox, Form, Input, Segmented } from "antd";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, reads, type Schema } from "../api/client";
import { ActionFailed } from "../api/errors";
import { resource } from "../api/resources";
import { CHOICES } from "../generated/values";
import { EmptyState } from "../ui/EmptyState";
import { Advanced, AllowPrivateField, fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { type Columns, cell, column, nameColumn } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { listOf, useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { RowDrawer } from "../ui/RowDrawer";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { wordsOf } from "../words";

type Channel = Schema<"ChannelOut">;

const CHANNELS = resource("/api/admin/channels", "/api/admin/channels/{channel_id}", {
  words: "channels",
  permission: "gateway.write",
  nameOf: ({ name }) => name,
  searchedBy: "gateway.search",
  switchedBy: "enabled",
});

/** How the usual services are addressed in Apprise's words. */
const EXAMPLES = [
  "slack://TokenA/TokenB/TokenC/",
  "discord://WebhookID/WebhookToken/",
  "tgram://BotToken/ChatID/",
  "mailtos://user:password@example.com",
  "ntfys://ntfy.example.com/topic",
  "dingtalk://AppKey/",
  "feishu://Token/",
  "wecombot://BotKey/",
] as const;

/** Why nothing arrived, in words. */
function failureOf(error: string | null): string {
  const [, code = error ?? "", status = ""] = /^(status)_(\d+)$/.exec(error ?? "") ?? [];
  return wordsOf(`channels.failure.${code}`, { status }) ?? code;
}

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
    nameColumn(t("channels.name"), CHANNELS.nameOf),
    column(t("channels.kind"), ({ kind }) => t(`channels.kinds.${kind}`)),
    column(t("channels.events"), ({ events }) => {
      const named = inWords.format(events.map((event) => t(`channels.event.${event}`)));
      return <span className="cell-text">{named || t("channels.rulesOnly")}</span>;
    }),
    column(t("field.channels.url"), ({ shown_url }) => cell("note", shown_url)),
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
      <RowDrawer
        of={deliveries.row}
        size={760}
        title={({ name }) => t("channels.deliveriesOf", { name })}
        onClose={deliveries.close}
      >
        {({ id }) => <Deliveries channelId={id} />}
      </RowDrawer>
    </Page>
  );
}

/** What was sent over a channel, newest first. */
function Deliveries({ channelId }: { channelId: number }) {
  const { t } = useTranslation();
  const init = { params: { path: { channel_id: channelId }, query: { limit: 200 } } };
  const deliveries = reads.useQuery("get", "/api/admin/channels/{channel_id}/deliveries", init);
  const columns: Columns<Schema<"DeliveryOut">> = [
    column(t("channels.at"), ({ at }) => <Time value={at} />),
    column(t("channels.what"), ({ title }) => <span className="cell-text">{title}</span>),
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

const { Field, TextField } = fieldsOf("channels", "ChannelCreate");

type Values = Schema<"ChannelCreate">;

function ChannelDrawer({ row: channel, ...drawer }: RowForm<Channel>) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      of={CHANNELS}
      row={channel}
      {...drawer}
      initial={channel ?? { kind: "apprise", events: [], allow_private: false }}
      onSubmit={({ kind, url, signing_secret, ...rest }: Values, save) => {
        const fields = { ...rest, ...(signing_secret && { signing_secret }) };
        return save({ ...fields, ...(url && { url }) }, { ...fields, kind, url });
      }}
    >
      <TextField name="name" isRequired />
      <Field name="kind">
        <Segmented
          aria-label={t("field.channels.kind")}
          disabled={channel !== undefined}
          options={CHOICES["ChannelCreate.kind"].map((value) => ({ value, label: t(`channels.kinds.${value}`) }))}
        />
      </Field>
      <Form.Item noStyle shouldUpdate={(before, after) => before.kind !== after.kind}>
        {({ getFieldValue }) => (
          <Fragment key={getFieldValue("kind")}>
            <Field
              name="url"
              extra={
                <>
                  {channel && <span>{t("channels.keepUrl", { url: channel.shown_url })} </span>}
                  {getFieldValue("kind") === "apprise" ? (
                    <details>
                      <summary>{t("channels.examples")}</summary>
                      <ul className="mono">
                        {EXAMPLES.map((example) => (
                          <li key={example}>{example}</li>
                        ))}
                      </ul>
                    </details>
                  ) : (
                    t("channels.webhookHint")
                  )}
                </>
              }
              isRequired={!channel}
            >
              <Input className="mono" autoComplete="off" spellCheck={false} />
            </Field>
            {getFieldValue("kind") === "webhook" && (
              <TextField name="signing_secret" isSecret autoComplete="new-password" />
            )}
          </Fragment>
        )}
      </Form.Item>
      <Field name="events">
        <Checkbox.Group
          className="scopes"
          options={CHOICES["ChannelCreate.events"].map((value) => ({ value, label: t(`channels.event.${value}`) }))}
        />
      </Field>
      <Advanced names={["allow_private"]}>
        <AllowPrivateField />
      </Advanced>
    </ResourceForm>
  );
}
