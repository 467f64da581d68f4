import { useQueryClient } from "@tanstack/react-query";
import { Checkbox, Form, Input, Segmented, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { client, type Schema } from "../api/client";
import { readAgain } from "../api/resources";
import { useCan } from "../auth/session";
import { Advanced } from "../ui/forms/Advanced";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { type Channel, EVENTS, EXAMPLES, KINDS } from "./types";

type Values = Schema<"ChannelCreate">;

interface Props {
  isOpen: boolean;
  channel: Channel | undefined;
  onClose: () => void;
}

export function ChannelDrawer({ isOpen, channel, onClose }: Props) {
  const { t } = useTranslation();
  const mayAllow = useCan()("private_networks.allow");
  const queries = useQueryClient();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async ({ kind, url, signing_secret, ...rest }: Values) => {
    const secret = signing_secret ? { signing_secret } : {};
    if (channel) {
      const body = { ...rest, ...secret, ...(url ? { url } : {}) };
      await client.PATCH("/api/admin/channels/{channel_id}", { params: { path: { channel_id: channel.id } }, body });
    } else await client.POST("/api/admin/channels", { body: { ...rest, ...secret, kind, url } });
    void readAgain(queries, ["/api/admin/channels"]);
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={channel ? t("channels.edit") : t("channels.add")}
      initial={{
        name: channel?.name ?? "",
        kind: channel?.kind ?? "apprise",
        events: channel?.events ?? [],
        allow_private: channel?.allow_private ?? false,
      }}
      submitText={channel ? t("action.save") : t("action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("channels.name")} extra={t("channels.nameHint")} rules={required}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="kind" label={t("channels.kind")}>
        <Segmented
          disabled={channel !== undefined}
          options={KINDS.map((value) => ({ value, label: t(`channels.kinds.${value}`) }))}
        />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before, after) => before.kind !== after.kind}>
        {({ getFieldValue }) => (
          <>
            <Form.Item
              name="url"
              label={t("channels.url")}
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
              rules={channel ? [] : required}
            >
              <Input className="mono" autoComplete="off" spellCheck={false} />
            </Form.Item>
            {getFieldValue("kind") === "webhook" && (
              <Form.Item name="signing_secret" label={t("channels.secret")} extra={t("channels.secretHint")}>
                <Input.Password autoComplete="new-password" minLength={16} />
              </Form.Item>
            )}
          </>
        )}
      </Form.Item>
      <Form.Item name="events" label={t("channels.events")} extra={t("channels.eventsHint")}>
        <Checkbox.Group
          className="scopes"
          options={EVENTS.map((value) => ({ value, label: t(`channels.event.${value}`) }))}
        />
      </Form.Item>
      <Advanced names={["allow_private"]}>
        <Form.Item
          name="allow_private"
          label={t("channels.allowPrivate")}
          extra={!mayAllow && t("form.ownersOnly")}
          valuePropName="checked"
        >
          <Switch disabled={!mayAllow} />
        </Form.Item>
      </Advanced>
    </FormDrawer>
  );
}
