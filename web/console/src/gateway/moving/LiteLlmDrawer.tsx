import { useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Tag } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../../api/client";
import { reasonText } from "../../api/errors";
import { readAgain } from "../../api/resources";
import { type DrawerState, FormDrawer } from "../../ui/forms/FormDrawer";
import { AllowPrivateField } from "../../ui/forms/fields";
import { TextOrFile } from "../../ui/forms/TextOrFile";
import { useNotices } from "../../ui/useNotices";
import { KEYS, ROUTES, UPSTREAMS } from "../resources";
import { oddLine, readEnvironment } from "./environment";

const VARIABLE = "OPENAI_API_KEY=sk-…";

type Values = Pick<Schema<"LiteLlmImport">, "text" | "allow_private"> & { variables?: string };

/** Coming from LiteLLM: its config.yaml, a preview of what it comes to, then all of it at once. */
export function LiteLlmDrawer({ isOpen, onClose }: DrawerState) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Schema<"ImportResult">>();
  const isReady = shown !== undefined && shown.upstreams.length + shown.routes.length > 0;
  const turn = useRef(0); // what was changed while its preview was on the way has none yet
  const forget = () => {
    turn.current += 1;
    setShown(undefined);
  };
  const submit = async ({ text, variables = "", allow_private }: Values) => {
    const body = { text, environment: readEnvironment(variables), allow_private, apply: isReady };
    forget();
    const asked = turn.current;
    const result = await dataOf(client.POST("/api/admin/import/litellm", { body }));
    if (!result.applied) return asked === turn.current && setShown(result);
    void readAgain(queries, [UPSTREAMS.list, KEYS.list, ROUTES.list]);
    notices.success(t("moving.done"));
  };
  const isReadable = async (_: unknown, lines = "") => {
    const line = oddLine(lines);
    if (line > 0) throw new Error(t("moving.oddLine", { line }));
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t("moving.title")}
      size={640}
      initial={{ allow_private: false }}
      submitText={t(isReady ? "moving.apply" : "moving.preview")}
      isStep={!isReady}
      onSubmit={submit}
      onChange={forget}
      onClose={() => {
        forget();
        onClose();
      }}
    >
      <p className="soft">{t("moving.hint")}</p>
      <Form.Item name="text" label={t("moving.config")} rules={[{ required: true }]}>
        <TextOrFile accept=".yaml,.yml" placeholder={"model_list:\n  - model_name: gpt-4o\n    litellm_params: …"} />
      </Form.Item>
      <Form.Item name="variables" label={t("moving.variables")} rules={[{ validator: isReadable }]}>
        <Input.TextArea className="mono" rows={3} spellCheck={false} autoComplete="off" placeholder={VARIABLE} />
      </Form.Item>
      <AllowPrivateField />
      {shown && <Preview shown={shown} />}
    </FormDrawer>
  );
}

/** What an import will make, and what of the file has no like here. */
function Preview({ shown }: { shown: Schema<"ImportResult"> }) {
  const { t } = useTranslation();
  const top = useRef<HTMLElement>(null);
  useEffect(() => void top.current?.scrollIntoView({ block: "start" }), []);
  return (
    <section aria-live="polite" className="moving-preview" ref={top}>
      {shown.notes.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("moving.notes")}
          description={
            <ul>
              {shown.notes.map((note) => (
                <li key={note.message}>{reasonText(note)}</li>
              ))}
            </ul>
          }
        />
      )}
      <h4>{t("gateway.upstreams")}</h4>
      <ul>
        {shown.upstreams.length === 0 && <li>{t("moving.nothing")}</li>}
        {shown.upstreams.map((upstream) => (
          <li key={upstream.name}>
            <strong>{upstream.name}</strong> <span className="soft">{upstream.base_url}</span>{" "}
            {t("moving.keys", { count: upstream.keys })} {upstream.known && <Tag>{t("moving.known")}</Tag>}
          </li>
        ))}
      </ul>
      <h4>{t("gateway.routes")}</h4>
      <ul>
        {shown.routes.length === 0 && <li>{t("moving.nothing")}</li>}
        {shown.routes.map((route) => (
          <li key={route.model}>
            <strong>{route.model}</strong> → {route.targets.join(", ")}
            {route.fallbacks.length > 0 && <span className="soft"> ({route.fallbacks.join(", ")})</span>}{" "}
            {route.known && <Tag>{t("moving.known")}</Tag>}
          </li>
        ))}
      </ul>
    </section>
  );
}
