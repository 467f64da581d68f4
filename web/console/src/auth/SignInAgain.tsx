import { Alert, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { wordsOf } from "../words";
import { type Ending, keeper } from "./tokens";
import { useSignIn } from "./useSignIn";

const ABOVE_ALL = 1900; // but for the notices

/** Over a page whose sign-in has ended by itself: says why, and goes on once its person has signed in again. */
export function SignInAgain({ ending: { user, reason } }: { ending: Ending }) {
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
