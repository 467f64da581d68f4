import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import type { Schema } from "../api/client";
import { ApiError } from "../api/errors";
import { askForGrant } from "./grant";
import { SignInCard } from "./SignInCard";
import { useGrant } from "./session";

export function SignInPage() {
  const { t } = useTranslation();
  const grant = useGrant();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "/";
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  if (grant) return <Navigate to={from} replace />;

  const submit = async (credentials: Schema<"LoginIn">) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await askForGrant("/api/auth/login", credentials);
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : t("auth.unreachable"));
    } finally {
      setBusy(false);
    }
  };

  return (
    <SignInCard title={t("auth.title")} foot={t("auth.firstTime")}>
      <Form<Schema<"LoginIn">> layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
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
