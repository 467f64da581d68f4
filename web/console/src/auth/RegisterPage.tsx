import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation } from "react-router";
import type { Schema } from "../api/client";
import { fieldsOf } from "../ui/forms/fields";
import { useSubmit } from "../ui/forms/useSubmit";
import { SignInCard } from "./SignInCard";
import { keeper } from "./tokens";
import { askForGrant } from "./useSignIn";

const { Field, TextField } = fieldsOf("users", "RegisterIn");

type Person = Omit<Schema<"RegisterIn">, "invitation">;

/** Reads the invitation from the link's fragment, which no server gets to see. */
export function RegisterPage() {
  const { t } = useTranslation();
  const { grant } = keeper.state.use();
  const [form] = Form.useForm<Person>();
  const words = new URLSearchParams(useLocation().hash.slice(1));
  const invitation = words.get("invitation");
  const register = (person: Person) =>
    askForGrant("/api/auth/register", { ...person, ...(invitation && { invitation }) });
  const { submit, isBusy, problem } = useSubmit(form, register);

  if (grant) return <Navigate to="/" replace />;

  return (
    <SignInCard title={t("auth.registerTitle")} foot={<Link to="/sign-in">{t("auth.haveAccount")}</Link>}>
      <Form<Person>
        form={form}
        layout="vertical"
        size="large"
        requiredMark={false}
        initialValues={{ email: words.get("email") ?? "" }}
        onFinish={(values) => void submit(values)}
      >
        {!invitation && <Alert type="info" showIcon title={t("auth.needsInvitation")} className="form-alert" />}
        {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
        <TextField name="name" isRequired autoFocus autoComplete="name" />
        <Field name="email" isRequired>
          <Input autoComplete="username" inputMode="email" readOnly={words.has("email")} />
        </Field>
        <TextField name="password" isRequired isSecret autoComplete="new-password" />
        <Button type="primary" htmlType="submit" block loading={isBusy}>
          {t("auth.register")}
        </Button>
      </Form>
    </SignInCard>
  );
}
