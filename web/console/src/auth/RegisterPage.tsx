import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation } from "react-router";
import { ApiError, errorOf } from "../api/errors";
import { Brand } from "../shell/Brand";
import { LanguageSwitch, ThemeSwitch } from "../shell/Switches";
import { useGrant } from "./session";
import { type GrantBody, keeper } from "./tokens";

interface Person {
  name: string;
  email: string;
  password: string;
}

const SHORTEST_PASSWORD = 8;

async function register(person: Person, invitation: string | null): Promise<void> {
  const response = await fetch("/api/auth/register", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...person, ...(invitation ? { invitation } : {}) }),
    credentials: "same-origin",
  });
  if (!response.ok) throw await errorOf(response);
  keeper.accept((await response.json()) as GrantBody);
}

/** Reads the invitation from the link's fragment, which no server gets to see. */
export function RegisterPage() {
  const { t } = useTranslation();
  const grant = useGrant();
  const [form] = Form.useForm<Person>();
  const words = new URLSearchParams(useLocation().hash.slice(1));
  const invitation = words.get("invitation");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const required = { required: true, message: t("form.required") };

  if (grant) return <Navigate to="/" replace />;

  const submit = async (person: Person) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await register(person, invitation);
    } catch (error) {
      if (!(error instanceof ApiError)) setProblem(t("auth.unreachable"));
      else if (error.fieldErrors.length === 0) setProblem(error.message);
      else form.setFields(error.fieldErrors.map((e) => ({ name: e.field as keyof Person, errors: [e.message] })));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Brand />
        <h1>{t("auth.registerTitle")}</h1>
        <Form<Person>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ email: words.get("email") ?? "" }}
          onFinish={(values) => void submit(values)}
        >
          {!invitation && <Alert type="info" showIcon title={t("auth.needsInvitation")} className="form-alert" />}
          {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
          <Form.Item name="name" label={t("users.name")} rules={[required]}>
            <Input autoFocus autoComplete="name" maxLength={100} size="large" />
          </Form.Item>
          <Form.Item
            name="email"
            label={t("auth.email")}
            rules={[required, { type: "email", message: t("form.email") }]}
          >
            <Input autoComplete="username" inputMode="email" size="large" readOnly={words.has("email")} />
          </Form.Item>
          <Form.Item
            name="password"
            label={t("auth.password")}
            extra={t("users.passwordHint")}
            rules={[required, { min: SHORTEST_PASSWORD, message: t("users.passwordHint") }]}
          >
            <Input.Password autoComplete="new-password" maxLength={200} size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
            {t("auth.register")}
          </Button>
        </Form>
        <p className="soft small">
          <Link to="/sign-in">{t("auth.haveAccount")}</Link>
        </p>
      </div>
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </main>
  );
}
