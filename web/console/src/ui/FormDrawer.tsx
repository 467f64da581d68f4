import { Alert, Button, Drawer, Form, type FormInstance } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type FieldError } from "../api/errors";

interface Props<T extends object> {
  isOpen: boolean;
  title: string;
  initial: Partial<T>;
  submitText: string;
  onSubmit: (values: T) => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
  size?: number;
}

/** A form in a drawer: the server's word on a field stands at that field, and what was typed stays. */
export function FormDrawer<T extends object>(props: Props<T>) {
  const { isOpen, title, initial, submitText, onSubmit, onClose, children, size = 480 } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<T>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a form starts anew when it opens, not while it is typed in
  useEffect(() => {
    if (!isOpen) return;
    form.resetFields();
    setProblem(undefined);
  }, [isOpen]);

  const submit = async (values: T) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit(values);
      onClose();
    } catch (error) {
      if (!(error instanceof ApiError)) setProblem(t("error.unreachable"));
      else if (!showAtFields(form as unknown as FormInstance<object>, error.fieldErrors)) setProblem(error.message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Drawer
      open={isOpen}
      title={title}
      size={size}
      onClose={onClose}
      mask={{ closable: !isBusy }}
      destroyOnHidden
      footer={
        <div className="drawer-foot">
          <Button onClick={onClose} disabled={isBusy}>
            {t("action.cancel")}
          </Button>
          <Button type="primary" loading={isBusy} onClick={() => form.submit()}>
            {submitText}
          </Button>
        </div>
      }
    >
      <Form<T>
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={(values) => void submit(values)}
        scrollToFirstError
      >
        {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
        {children}
      </Form>
    </Drawer>
  );
}

/** True when every error found its field. Field names come as "retry.max_attempts", perhaps under "body.". */
function showAtFields(form: FormInstance<object>, errors: FieldError[]): boolean {
  if (errors.length === 0) return false;
  const known = new Set(Object.keys(form.getFieldsValue(true) as object));
  let isComplete = true;
  for (const { field, message } of errors) {
    // what is wrong with one of a list's values stands at the list
    const path = field
      .replace(/^body\./, "")
      .replace(/\.\d+$/, "")
      .split(".");
    const first = path[0] ?? "";
    if (!known.has(first) && form.getFieldInstance(path as never) === undefined) isComplete = false;
    else form.setFields([{ name: path as never, errors: [message] }]);
  }
  return isComplete;
}
