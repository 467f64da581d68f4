import { hashKey } from "@tanstack/react-query";
import { Alert, Button, ConfigProvider, Drawer, Form, type FormInstance, theme } from "antd";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { focusField, keepFocus } from "../focus";
import { useDrawn } from "../useDrawn";
import { useLeave } from "./leaving";
import { useSubmit } from "./useSubmit";

export interface DrawerState {
  isOpen: boolean;
  onClose: () => void;
}

interface Props<T extends object> extends DrawerState {
  title: string;
  initial: Partial<T>;
  submitText: string;
  onSubmit: (values: T, form: FormInstance<T>) => Promise<unknown>;
  children: ReactNode;
  size?: number;
  /** What is sent is a step on the way: the form stays open after it. */
  isStep?: boolean;
  onChange?: () => void;
  /** Said to those who may look but not change anything. */
  whyReadOnly?: string | undefined;
}

// What was made may show in a window of its own before this is gone: then the focus is that window's.
const FOCUSABLE = { focusTriggerAfterClose: false };

/** Enter sends the form, but not where it chooses from a list. */
function keepChoosing(event: KeyboardEvent) {
  const { target } = event;
  const isList = target instanceof Element && target.getAttribute("aria-expanded") === "true";
  if (event.key === "Enter" && isList) event.preventDefault();
}

/** Begins a form: inside of it, as with motion it is drawn later than its drawer and has its first values only then. */
function Start({ isOpen, onStart }: { isOpen: boolean; onStart: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew when it opens, not while it is typed in
  useEffect(() => {
    if (isOpen) onStart();
  }, [isOpen]);
  return null;
}

/** A form in a drawer. It closes once the server has taken what was typed; closed otherwise, it asks first. */
export function FormDrawer<T extends object>(props: Props<T>) {
  const { onSubmit, onClose, isStep, whyReadOnly } = props;
  const isOpen = useDrawn(props.isOpen);
  const { t } = useTranslation();
  const { token } = theme.useToken(); // what can only be read is to be read as well as the rest
  const [form] = Form.useForm<T>();
  const formId = useId();
  const { submit, isBusy, problem, forget } = useSubmit(form, (values) => onSubmit(values, form));
  const isDone = useRef(false);
  const [isBehind, setBehind] = useState(false);

  const begin = () => focusField(document.getElementById(formId));
  const startAnew = () => {
    isDone.current = false;
    form.resetFields();
    forget();
    setBehind(false);
    setTimeout(begin); // after Ant Design, which gives the focus to the first button
  };

  const isDirty = useCallback(() => !isDone.current && form.isFieldsTouched(), [form]);
  const leave = () => {
    isDone.current = true;
    onClose();
  };
  const askedToClose = useLeave(isOpen, isDirty, leave);
  const finish = async (values: T) => {
    setBehind(false);
    if (!(await submit(values)) || isStep) return;
    if (hashKey([form.getFieldsValue()]) === hashKey([values])) leave();
    else setBehind(true); // somebody has typed meanwhile
  };
  const close = () => {
    if (isOpen && !isBusy) askedToClose(); // while it closes, it is still told of an Escape
  };

  return (
    <Drawer
      open={isOpen}
      title={props.title}
      size={props.size ?? 480}
      onClose={close}
      focusable={FOCUSABLE}
      afterOpenChange={(isOpenNow) => (isOpenNow ? begin() : keepFocus())}
      destroyOnHidden
      footer={
        <div className="drawer-foot">
          <Button onClick={close} disabled={isBusy}>
            {t(whyReadOnly ? "action.close" : "action.cancel")}
          </Button>
          {!whyReadOnly && (
            <Button type="primary" htmlType="submit" form={formId} loading={isBusy}>
              {props.submitText}
            </Button>
          )}
        </div>
      }
    >
      <ConfigProvider theme={{ token: { colorTextDisabled: token.colorText } }}>
        <Form<T>
          id={formId}
          form={form}
          layout="vertical"
          initialValues={props.initial}
          onFinish={(values) => void finish(values)}
          onKeyDown={keepChoosing}
          onValuesChange={props.onChange}
          disabled={whyReadOnly !== undefined}
        >
          <Start isOpen={isOpen} onStart={startAnew} />
          {whyReadOnly && <Alert type="info" showIcon title={whyReadOnly} className="form-alert" />}
          {isBehind && <Alert type="warning" showIcon title={t("form.behind")} className="form-alert" role="alert" />}
          {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
          {props.children}
        </Form>
      </ConfigProvider>
    </Drawer>
  );
}
