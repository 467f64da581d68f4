import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { CodeSample } from "../../ui/CopyButton";
import { Page } from "../../ui/Page";
import { useAddress } from "../../ui/useAddress";
import { callOf } from "../deployments/RouteDeployment";
import { compose, composed, useComposer } from "./composer";
import { ModelSelect } from "./ModelSelect";
import { Pane } from "./Pane";
import { Questions } from "./Questions";
import { useChat } from "./useChat";
import { useFollow } from "./useFollow";

/** Talks to a model of the gateway, or to two side by side. */
export function ChatPage() {
  const { t } = useTranslation();
  const { values, field, set } = useAddress(["model", "beside"]);
  const { model, beside } = values;
  const { panes, isRunning, send, stop, clear } = useChat();
  const { settings } = useComposer();
  const answers = useRef<HTMLDivElement>(null);
  const follow = useFollow(answers, panes);
  const models = [model, beside].filter((name) => name !== "");
  const shown = beside ? [model, beside] : [model];
  const most = Math.max(...shown.map((_, place) => panes[place]?.length ?? 0));
  // biome-ignore lint/correctness/useExhaustiveDependencies: back at the page without an address, with those asked before
  useEffect(() => {
    if (model || beside) compose({ models: { model, beside } });
    else if (composed().models.model) set(composed().models);
  }, [model, beside]);
  return (
    <Page title={t("nav.playground")} description={t("chat.description")}>
      <div className="chat-models">
        <ModelSelect label={t("chat.model")} {...field("model")} />
        <ModelSelect label={t("chat.beside")} isOptional {...field("beside")} />
      </div>
      <div className="chat-panes" ref={answers}>
        {shown.map((name, place) => {
          const turns = panes[place] ?? [];
          // biome-ignore lint/suspicious/noArrayIndexKey: a pane is known by its place; its model may change
          return <Pane key={place} model={name} turns={turns} hasMissed={turns.length < most} />;
        })}
      </div>
      <Questions
        isRunning={isRunning}
        isEmpty={panes.every((turns) => turns.length === 0)}
        mayAsk={model !== ""}
        onSend={(question, asked) => {
          follow();
          send(question, models, asked);
        }}
        onStop={stop}
        onClear={clear}
      />
      {model && (
        <section className="below" aria-label={t("playground.call")}>
          <h2 className="section-title">{t("playground.call")}</h2>
          <p className="soft small">{t("chat.callHint")}</p>
          <CodeSample label={t("playground.call")} code={callOf(model, settings)} />
        </section>
      )}
    </Page>
  );
}
