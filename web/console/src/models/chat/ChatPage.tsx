import { ClearOutlined, SendOutlined, StopOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeSample } from "../../ui/CopyButton";
import { Advanced, fieldsOf } from "../../ui/forms/fields";
import { Page } from "../../ui/Page";
import { useAddress } from "../../ui/useAddress";
import { callOf } from "../deployments/RouteDeployment";
import { ModelSelect } from "./ModelSelect";
import { Pane } from "./Pane";
import { type Settings, useChat } from "./useChat";

const { Field, NumberField } = fieldsOf("chat", "PlaygroundChat");
const LINES = { minRows: 2, maxRows: 10 };

/** Talks to a model of the gateway, or to two side by side. */
export function ChatPage() {
  const { t } = useTranslation();
  const { values, field } = useAddress(["model", "beside"]);
  const { panes, isRunning, send, stop, clear } = useChat();
  const models = [values.model, values.beside].filter((model) => model !== "");
  const shown = values.beside ? [values.model, values.beside] : [values.model];
  return (
    <Page title={t("nav.playground")} description={t("chat.description")}>
      <div className="chat-models">
        <ModelSelect label={t("chat.model")} {...field("model")} />
        <ModelSelect label={t("chat.beside")} isOptional {...field("beside")} />
      </div>
      <div className="chat-panes">
        {shown.map((model, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pane is known by its place; its model may change
          <Pane key={place} model={model} turns={panes[place] ?? []} />
        ))}
      </div>
      <Questions
        isRunning={isRunning}
        isEmpty={panes.every((turns) => turns.length === 0)}
        mayAsk={values.model !== ""}
        onSend={(question, settings) => send(question, models, settings)}
        onStop={stop}
        onClear={clear}
      />
      {values.model && (
        <section className="below" aria-label={t("playground.call")}>
          <h2 className="section-title">{t("playground.call")}</h2>
          <p className="soft small">{t("chat.callHint")}</p>
          <CodeSample label={t("playground.call")} code={callOf(values.model)} />
        </section>
      )}
    </Page>
  );
}

interface QuestionsProps {
  isRunning: boolean;
  isEmpty: boolean;
  mayAsk: boolean;
  onSend: (question: string, settings: Settings) => void;
  onStop: () => void;
  onClear: () => void;
}

function Questions({ isRunning, isEmpty, mayAsk, onSend, onStop, onClear }: QuestionsProps) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState("");
  const [form] = Form.useForm<Settings>();
  const isReady = mayAsk && !isRunning && question.trim() !== "";
  const ask = (settings: Settings) => {
    if (!isReady) return;
    onSend(question.trim(), settings);
    setQuestion("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    form.submit();
  };
  return (
    <Form<Settings> form={form} layout="vertical" className="chat-form" onFinish={ask}>
      <Input.TextArea
        aria-label={t("chat.question")}
        placeholder={t(mayAsk ? "chat.questionHint" : "chat.chooseFirst")}
        autoSize={LINES}
        maxLength={100_000}
        value={question}
        onChange={({ target }) => setQuestion(target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="chat-actions">
        <Button type="primary" htmlType="submit" icon={<SendOutlined />} disabled={!isReady}>
          {t("chat.send")}
        </Button>
        <Button icon={<StopOutlined />} disabled={!isRunning} onClick={onStop}>
          {t("chat.stop")}
        </Button>
        <Button icon={<ClearOutlined />} disabled={isEmpty} onClick={onClear}>
          {t("chat.clear")}
        </Button>
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
