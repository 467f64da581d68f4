import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import type { Schema } from "../api/client";
import { SignInCard } from "./SignInCard";
import { useGrant } from "./session";
import { useSignIn } from "./useSignIn";

export function SignInPage() {
  const { t } = useTranslation();
  const grant = useGrant();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "/";
  const { signIn, isBusy, problem } = useSignIn();

  if (grant) return <Navigate to={from} replace />;

  return (
    <SignInCard title={t("auth.title")} foot={t("auth.firstTime")}>
      <Form<Schema<"LoginIn">> layout="vertical" requiredMark={false} onFinish={(values) => void signIn(values)}>
        {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
        <Form.Item name="email" label={t("auth.email")} rules={[{ required: true, message: t("form.required") }]}>
          <Input autoFocus autoComplete="username" inputMode="email" size="large" />
        </Form.Item>
        <Form.Item name="password" label={t("auth.password")} rules={[{ required: true, message: t("form.required") }]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
          {t("auth.signIn")}
        </Button>
      </Form>
    </SignInCard>
  );
}
