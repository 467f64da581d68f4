import { Alert, Button, Form } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schema } from "../api/client";
import { ME } from "../auth/session";
import { fieldsOf } from "../ui/forms/fields";
import { useHold } from "../ui/forms/leaving";
import { useSubmit } from "../ui/forms/useSubmit";

const { TextField } = fieldsOf("account", "ProfilePatch");

type Values = Record<keyof Pick<Schema<"ProfilePatch">, "current_password" | "new_password">, string>;

/** The address stands in a hidden field, so that a password manager knows whose password this is. */
export function PasswordForm({ email }: { email: string }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const change = async (values: Values) => {
    await client.PATCH(ME, { body: values });
    form.resetFields();
  };
  useHold(
    true,
    useCallback(() => form.isFieldsTouched(), [form]),
  );
  const { submit, isBusy, problem } = useSubmit(form, change, t("account.passwordChanged"));
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={({ current_password, new_password }) => void submit({ current_password, new_password })}
    >
      {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField name="current_password" isRequired isSecret autoComplete="current-password" />
      <TextField name="new_password" isRequired isSecret autoComplete="new-password" />
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t("account.changePassword")}
      </Button>
    </Form>
  );
}
