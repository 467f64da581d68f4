import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import { ApiError, errorOf } from "../api/errors";
import { Brand } from "../shell/Brand";
import { LanguageSwitch, ThemeSwitch } from "../shell/Switches";
import { useGrant } from "./session";
import { type GrantBody, keeper } from "./tokens";

interface Credentials {
  email: string;
  password: string;
}

async function signIn(credentials: Credentials): Promise<void> {
  const response = await fetch("/api/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(credentials),
    credentials: "same-origin",
  });
  if (!response.ok) throw await errorOf(response);
  keeper.accept((await response.json()) as GrantBody);
}

export function SignInPage() {
  const { t } = useTranslation();
  const grant = useGrant();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "/";
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  if (grant) return <Navigate to={from} replace />;

  const submit = async (credentials: Credentials) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(credentials);
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : t("auth.unreachable"));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Brand />
        <h1>{t("auth.title")}</h1>
        <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
          {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
          <Form.Item name="email" label={t("auth.email")} rules={[{ required: true, message: t("form.required") }]}>
            <Input autoFocus autoComplete="username" inputMode="email" size="large" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t("auth.password")}
            rules={[{ required: true, message: t("form.required") }]}
          >
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
            {t("auth.signIn")}
          </Button>
        </Form>
        <p className="soft small">{t("auth.firstTime")}</p>
      </div>
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </main>
  );
}
