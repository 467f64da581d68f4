import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../api/client";
import { readAgain } from "../api/resources";
import { ME } from "../auth/session";
import { useHold } from "../ui/forms/leaving";
import { useSubmit } from "../ui/forms/useSubmit";

interface Values {
  name: string;
}

export function NameForm({ name }: Values) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form] = Form.useForm<Values>();
  const save = async (values: Values) => {
    await client.PATCH(ME, { body: values });
    await readAgain(queries, [ME]);
    form.setFields([{ name: "name", touched: false }]);
  };
  useHold(
    true,
    useCallback(() => form.isFieldsTouched(), [form]),
  );
  const { submit, isBusy, problem } = useSubmit(form, save, t("account.nameSaved"));
  return (
    <Form<Values> form={form} layout="vertical" initialValues={{ name }} onFinish={(values) => void submit(values)}>
      {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
      <Form.Item
        name="name"
        label={t("users.name")}
        extra={t("account.nameHint")}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input maxLength={100} autoComplete="name" />
      </Form.Item>
      <Button htmlType="submit" loading={isBusy}>
        {t("action.save")}
      </Button>
    </Form>
  );
}
