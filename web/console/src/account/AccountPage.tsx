import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, type ButtonProps, Form, type FormInstance, type FormProps } from "antd";
import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schema } from "../api/client";
import { readAgain } from "../api/resources";
import { ME, useMe } from "../auth/session";
import { Fact } from "../ui/Fact";
import { fieldsOf } from "../ui/forms/fields";
import { useHold } from "../ui/forms/leaving";
import { useSubmit } from "../ui/forms/useSubmit";
import { Page } from "../ui/Page";

const { TextField } = fieldsOf("account", "ProfilePatch");

type Values = Schema<"ProfilePatch">;

/** One's own account: what one is called and how one signs in. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  return (
    <Page title={t("account.title")} description={t("account.description")}>
      {me && (
        <div className="account">
          <section className="card account-card">
            <h2>{t("account.profile")}</h2>
            <dl className="facts">
              <Fact name={t("auth.email")}>{me.email.split(/(?<=@)/).map((part) => [part, <wbr key={part} />])}</Fact>
              <Fact name={t("users.role")}>{t(`role.${me.role}`)}</Fact>
              {me.permissions.includes("desk.write") && <Fact name={t("users.maxSessions")}>{me.max_sessions}</Fact>}
            </dl>
            <ProfileForm
              key={me.id}
              initialValues={{ name: me.name }}
              button={{ children: t("action.save") }}
              done={t("account.nameSaved")}
              onSaved={async (form) => {
                await readAgain(queries, [ME]);
                form.setFields([{ name: "name", touched: false }]);
              }}
            >
              <TextField name="name" isRequired rules={[{ whitespace: true }]} autoComplete="name" />
            </ProfileForm>
          </section>
          <section className="card account-card">
            <h2>{t("auth.password")}</h2>
            <p className="soft">{t("account.passwordHint")}</p>
            <ProfileForm
              requiredMark={false}
              button={{ type: "primary", children: t("account.changePassword") }}
              done={t("account.passwordChanged")}
              onSaved={(form) => form.resetFields()}
            >
              {/* so that a password manager knows whose password this is */}
              <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
              <TextField name="current_password" isRequired isSecret autoComplete="current-password" />
              <TextField name="new_password" isRequired isSecret autoComplete="new-password" />
            </ProfileForm>
          </section>
        </div>
      )}
    </Page>
  );
}

interface ProfileFormProps extends Pick<FormProps<Values>, "initialValues" | "requiredMark"> {
  button: ButtonProps;
  /** Said once it is saved. */
  done: string;
  onSaved: (form: FormInstance<Values>) => Promise<void> | void;
  children: ReactNode;
}

/** A part of the account that is saved by itself. */
function ProfileForm({ button, done, onSaved, children, ...props }: ProfileFormProps) {
  const [form] = Form.useForm<Values>();
  const save = async (body: Values) => {
    await client.PATCH(ME, { body });
    await onSaved(form);
  };
  useHold(
    true,
    useCallback(() => form.isFieldsTouched(), [form]),
  );
  const { submit, isBusy, problem } = useSubmit(form, save, done);
  return (
    <Form<Values> {...props} form={form} layout="vertical" onFinish={(values) => void submit(values)}>
      {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
      {children}
      <Button {...button} htmlType="submit" loading={isBusy} />
    </Form>
  );
}
