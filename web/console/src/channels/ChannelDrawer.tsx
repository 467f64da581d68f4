import { useQueryClient } from "@tanstack/react-query";
import { Checkbox, Form, Input, Segmented, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { useCan } from "../auth/session";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { type Channel, type ChannelEvent, EVENTS, EXAMPLES, KINDS } from "./types";

interface Values {
  name: string;
  kind: Channel["kind"];
  url?: string;
  signing_secret?: string;
  events: ChannelEvent[];
  allow_private: boolean;
}

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
    const secrets = { ...(url ? { url } : {}), ...(signing_secret ? { signing_secret } : {}) };
    if (channel) await api.patch(`/api/admin/channels/${channel.id}`, { ...rest, ...secrets });
    else await api.post("/api/admin/channels", { ...rest, ...secrets, kind });
    void queries.invalidateQueries({ queryKey: ["channels"] });
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
      <Form.Item
        name="allow_private"
        label={t("channels.allowPrivate")}
        extra={!mayAllow && t("form.ownersOnly")}
        valuePropName="checked"
      >
        <Switch disabled={!mayAllow} />
      </Form.Item>
    </FormDrawer>
  );
}
