/** Coming from LiteLLM: its config.yaml, a preview of what it comes to, then all of it at once. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Drawer, Input, Upload } from "antd";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../../api/client";
import { ApiError } from "../../api/errors";
import { readAgain } from "../../api/resources";
import { useCan } from "../../auth/session";
import { keepFocusOnce } from "../../ui/focus";
import { useLeave } from "../../ui/forms/useLeave";
import { useNotices } from "../../ui/useNotices";
import { KEYS, ROUTES, UPSTREAMS } from "../resources";
import { readEnvironment } from "./environment";
import { Preview } from "./Preview";

const VARIABLE = "OPENAI_API_KEY=sk-…";

export function LiteLlmDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const isTyped = useRef(false);
  const close = useLeave(
    isOpen,
    useCallback(() => isTyped.current, []),
    onClose,
  );
  return (
    <Drawer
      open={isOpen}
      title={t("moving.title")}
      size={640}
      onClose={close}
      afterOpenChange={keepFocusOnce}
      destroyOnHidden
    >
      <LiteLlmForm isTyped={isTyped} onClose={close} onDone={onClose} />
    </Drawer>
  );
}

interface Props {
  isTyped: RefObject<boolean>;
  onClose: () => void;
  onDone: () => void;
}

function LiteLlmForm({ isTyped, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [variables, setVariables] = useState("");
  const mayAllow = useCan()("private_networks.allow");
  const [allowPrivate, setAllowPrivate] = useState(false);
  const [shown, setShown] = useState<Schema<"ImportResult">>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    isTyped.current = text.trim() !== "" || variables.trim() !== "";
    return () => {
      isTyped.current = false;
    };
  }, [isTyped, text, variables]);

  const send = async (apply: boolean) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const body = { text, environment: readEnvironment(variables), allow_private: allowPrivate, apply };
      setShown(await dataOf(client.POST("/api/admin/import/litellm", { body })));
      if (!apply) return;
      void readAgain(queries, [UPSTREAMS.list, KEYS.list, ROUTES.list]);
      notices.success(t("moving.done"));
      onDone();
    } catch (error) {
      setShown(undefined);
      const first = error instanceof ApiError ? error.fieldErrors[0] : undefined;
      if (first) setProblem(t(`moving.field.${first.field}`, { message: first.message, defaultValue: first.message }));
      else setProblem(error instanceof ApiError ? error.message : t("error.unreachable"));
    } finally {
      setBusy(false);
    }
  };
  const change = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      set(value);
      setShown(undefined);
    };
  };

  return (
    <div className="moving">
      <p className="soft">{t("moving.hint")}</p>
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      <label htmlFor="moving-text">{t("moving.config")}</label>
      <Input.TextArea
        id="moving-text"
        className="mono"
        rows={10}
        spellCheck={false}
        placeholder={"model_list:\n  - model_name: gpt-4o\n    litellm_params: …"}
        value={text}
        onChange={(event) => change(setText)(event.target.value)}
      />
      <Upload
        accept=".yaml,.yml"
        showUploadList={false}
        beforeUpload={(file) => {
          void file.text().then(change(setText));
          return false;
        }}
      >
        <Button size="small">{t("moving.file")}</Button>
      </Upload>
      <label htmlFor="moving-variables">{t("moving.variables")}</label>
      <Input.TextArea
        id="moving-variables"
        className="mono"
        rows={3}
        spellCheck={false}
        autoComplete="off"
        placeholder={VARIABLE}
        value={variables}
        onChange={(event) => change(setVariables)(event.target.value)}
      />
      <Checkbox
        disabled={!mayAllow}
        checked={allowPrivate}
        onChange={(event) => change(setAllowPrivate)(event.target.checked)}
      >
        {t("form.allowPrivate")}
      </Checkbox>
      {shown && <Preview shown={shown} />}
      <div className="drawer-foot">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button disabled={!text.trim()} loading={isBusy && !shown} onClick={() => void send(false)}>
          {t("moving.preview")}
        </Button>
        <Button type="primary" disabled={!shown} loading={isBusy && !!shown} onClick={() => void send(true)}>
          {t("moving.apply")}
        </Button>
      </div>
    </div>
  );
}
