import { Checkbox, Form, Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client";
import { Advanced } from "../ui/forms/Advanced";
import { AllowPrivateField, TextField } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { useSave } from "../ui/forms/useSave";
import { CHANNELS, type Channel, EVENTS, EXAMPLES, KINDS } from "./types";

type Values = Schema<"ChannelCreate">;

export function ChannelDrawer({ row: channel, ...drawer }: RowForm<Channel>) {
  const { t } = useTranslation();
  const save = useSave(CHANNELS);
  const submit = ({ kind, url, signing_secret, ...rest }: Values) => {
    const fields = { ...rest, ...(signing_secret && { signing_secret }) };
    return save(channel, { ...fields, ...(url && { url }) }, { ...fields, kind, url });
  };
  return (
    <ResourceForm
      of={CHANNELS}
      row={channel}
      {...drawer}
      initial={{
        name: channel?.name ?? "",
        kind: channel?.kind ?? "apprise",
        events: channel?.events ?? [],
        allow_private: channel?.allow_private ?? false,
      }}
      onSubmit={submit}
    >
      <TextField
        name="name"
        label={t("channels.name")}
        extra={t("channels.nameHint")}
        isRequired
        maxLength={100}
        autoFocus
      />
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
              rules={[{ required: !channel }]}
            >
              <Input className="mono" autoComplete="off" spellCheck={false} />
            </Form.Item>
            {getFieldValue("kind") === "webhook" && (
              <TextField
                name="signing_secret"
                label={t("channels.secret")}
                extra={t("channels.secretHint")}
                isSecret
                autoComplete="new-password"
                minLength={16}
              />
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
        <AllowPrivateField />
      </Advanced>
    </ResourceForm>
  );
}
