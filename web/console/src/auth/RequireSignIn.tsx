import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Modal, Spin } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import { readAgain } from "../api/resources";
import { EmptyState } from "../ui/EmptyState";
import { wordsOf } from "../words";
import { SignInCard } from "./SignInCard";
import { ME, useMe } from "./session";
import { type Ending, keeper } from "./tokens";
import { useSignIn } from "./useSignIn";

/** Goes on with the sign-in of before, where there is one; once one ends by itself, asks for the password over the page. */
export function RequireSignIn({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { grant, ended } = keeper.state.use();
  const me = useMe();
  const place = useLocation();
  const [attempt, setAttempt] = useState<"asking" | "answered" | "unreachable">(grant ? "answered" : "asking");

  useEffect(() => {
    if (attempt !== "asking") return;
    keeper.resume().then(
      () => setAttempt("answered"),
      () => setAttempt("unreachable"),
    );
  }, [attempt]);

  if (me) {
    return (
      <>
        {me.role === "pending" ? <PendingPage email={me.email} /> : children}
        {ended && <SignInAgain ending={ended} />}
      </>
    );
  }
  if (attempt === "unreachable" && !grant) {
    return (
      <EmptyState title={t("auth.unreachable")}>
        <Button type="primary" onClick={() => setAttempt("asking")}>
          {t("action.retry")}
        </Button>
      </EmptyState>
    );
  }
  if (attempt === "answered" && !grant) {
    return <Navigate to="/sign-in" replace state={{ from: place.pathname + place.search }} />;
  }
  return (
    <div className="center-screen">
      <Spin size="large" />
    </div>
  );
}

/** For somebody who has registered and whom nobody has given a role yet. */
function PendingPage({ email }: { email: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return (
    <SignInCard title={t("auth.pendingTitle")}>
      <p className="soft">{t("auth.pendingHint", { email })}</p>
      <p>
        <Button type="primary" block onClick={() => void readAgain(queries, [ME])}>
          {t("auth.pendingCheck")}
        </Button>
      </p>
      <p>
        <Button block onClick={() => void keeper.signOut()}>
          {t("auth.signOut")}
        </Button>
      </p>
    </SignInCard>
  );
}

const ABOVE_ALL = 1900; // but for the notices

/** Over a page whose sign-in has ended by itself: says why, and goes on once its person has signed in again. */
function SignInAgain({ ending: { user, reason } }: { ending: Ending }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ password: string }>();
  const { signIn, isBusy, problem } = useSignIn();
  return (
    <Modal
      open
      title={wordsOf(`auth.ended.${reason}`) ?? t("auth.ended.unknown")}
      okText={t("auth.signIn")}
      confirmLoading={isBusy}
      cancelText={t("auth.signOut")}
      onOk={form.submit}
      onCancel={() => void keeper.signOut()}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      zIndex={ABOVE_ALL}
      width={440}
    >
      <p>{wordsOf(`auth.endedHint.${reason}`) ?? t("auth.endedHint.unknown")}</p>
      <p className="soft">{t("auth.again", { email: user.email })}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }) => void signIn({ email: user.email, password })}
      >
        {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <Form.Item name="password" label={t("auth.password")} rules={[{ required: true }]}>
          <Input.Password autoFocus autoComplete="current-password" maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
