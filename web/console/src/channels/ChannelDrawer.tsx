import { Checkbox, Form, Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client";
import { CHOICES } from "../generated/values";
import { Advanced } from "../ui/forms/Advanced";
import { AllowPrivateField, fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { useSave } from "../ui/forms/useSave";
import { CHANNELS, type Channel, EXAMPLES } from "./types";

const { Field, TextField } = fieldsOf("channels", "ChannelCreate");

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
      initial={channel ?? { kind: "apprise", events: [], allow_private: false }}
      onSubmit={submit}
    >
      <TextField name="name" isRequired autoFocus />
      <Field name="kind">
        <Segmented
          disabled={channel !== undefined}
          options={CHOICES["ChannelCreate.kind"].map((value) => ({ value, label: t(`channels.kinds.${value}`) }))}
        />
      </Field>
      <Form.Item noStyle shouldUpdate={(before, after) => before.kind !== after.kind}>
        {({ getFieldValue }) => (
          <>
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
          </>
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
