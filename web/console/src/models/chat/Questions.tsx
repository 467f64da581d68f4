import { ClearOutlined, SendOutlined, StopOutlined } from "@ant-design/icons";
import { Button, Form, type FormProps, Input } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { keepFocus } from "../../ui/focus";
import { Advanced, fieldsOf } from "../../ui/forms/fields";
import { SCROLL } from "../../ui/forms/useSubmit";
import { useConfirm } from "../../ui/useAction";
import { compose, composed, type Settings, settingsOf, useComposer } from "./composer";

const { Field, NumberField } = fieldsOf("chat", "PlaygroundChat");
const LINES = { minRows: 2, maxRows: 10 };

interface Props {
  isRunning: boolean;
  isEmpty: boolean;
  mayAsk: boolean;
  onSend: (question: string, settings: Settings) => void;
  onStop: () => void;
  onClear: () => void;
}

/** Where messages are written, always in reach, and what is asked with them. */
export function Questions({ isRunning, isEmpty, mayAsk, onSend, onStop, onClear }: Props) {
  const { t } = useTranslation();
  const { question } = useComposer();
  const [form] = Form.useForm<Settings>();
  const box = useRef<TextAreaRef>(null);
  const focusBox = () => box.current?.focus();
  const askToClear = useAskToClear(onClear, focusBox);
  const isReady = mayAsk && !isRunning && question.trim() !== "";
  const ask = (settings: Settings) => {
    if (!isReady) return;
    onSend(question.trim(), settingsOf(settings));
    compose({ question: "" });
    focusBox();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    form.submit();
  };
  // once what is folded away has unfolded
  const showWrong: FormProps<Settings>["onFinishFailed"] = ({ errorFields: [first] }) => {
    if (first) setTimeout(() => form.scrollToField(first.name, SCROLL));
  };
  return (
    <Form<Settings>
      form={form}
      layout="vertical"
      className="chat-form"
      initialValues={composed().settings}
      onValuesChange={(_, settings) => compose({ settings })}
      onFinish={ask}
      onFinishFailed={showWrong}
    >
      <div className="chat-composer">
        <Input.TextArea
          ref={box}
          aria-label={t("chat.question")}
          placeholder={t(mayAsk ? "chat.questionHint" : "chat.chooseFirst")}
          autoSize={LINES}
          maxLength={100_000}
          value={question}
          onChange={({ target }) => compose({ question: target.value })}
          onKeyDown={onKeyDown}
        />
        <div className="chat-actions">
          <Button type="primary" htmlType="submit" icon={<SendOutlined />} disabled={!isReady}>
            {t("chat.send")}
          </Button>
          <Button
            icon={<StopOutlined />}
            disabled={!isRunning}
            onClick={() => {
              onStop();
              focusBox();
            }}
          >
            {t("chat.stop")}
          </Button>
          <Button icon={<ClearOutlined />} disabled={isEmpty} onClick={askToClear}>
            {t("chat.clear")}
          </Button>
        </div>
      </div>
      <Advanced names={["system", "temperature", "max_tokens"]}>
        <Field name="system">
          <Input.TextArea autoSize={LINES} maxLength={100_000} />
        </Field>
        <div className="form-row">
          <NumberField name="temperature" />
          <NumberField name="max_tokens" />
        </div>
      </Advanced>
    </Form>
  );
}

function useAskToClear(onClear: () => void, focusBox: () => void) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  return () => {
    let isCleared = false;
    const work = async () => {
      isCleared = true;
      onClear();
    };
    const focusAfter = () => (isCleared ? focusBox() : keepFocus());
    confirm(t("chat.askClear"), t("chat.askClearHint"), t("chat.clear"), work, { afterClose: focusAfter });
  };
}
