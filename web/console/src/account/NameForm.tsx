import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../api/client";
import { readAgain } from "../api/resources";
import { ME } from "../auth/session";
import { fieldsOf } from "../ui/forms/fields";
import { useHold } from "../ui/forms/leaving";
import { useSubmit } from "../ui/forms/useSubmit";

const { TextField } = fieldsOf("account", "ProfilePatch");

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
      <TextField name="name" isRequired rules={[{ whitespace: true }]} autoComplete="name" />
      <Button htmlType="submit" loading={isBusy}>
        {t("action.save")}
      </Button>
    </Form>
  );
}
