import { UploadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Drawer, Form, Input, Progress, Result, Select, Table, Upload } from "antd";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../../api/client";
import { messageOf } from "../../api/errors";
import { readAgain, readsOf } from "../../api/resources";
import { formatNumber } from "../../format";
import { keepFocusOnce } from "../../ui/focus";
import { NumberField } from "../../ui/forms/NumberField";
import { useLeave } from "../../ui/forms/useLeave";
import { useUpstreamOptions } from "../queries";
import { KEYS } from "../resources";
import { recognise } from "./recognise";

/** A text area grows slow beyond this; longer texts are held beside it, as a file is. */
const LONG = 200_000;

interface Held {
  name: string;
  text: string;
}

/** Keys in bulk: from a paste or a file, what was recognised, then what became of it. */
export function ImportWizard({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
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
      title={t("gateway.import")}
      size={560}
      onClose={close}
      afterOpenChange={keepFocusOnce}
      destroyOnHidden
    >
      <Steps isTyped={isTyped} onClose={close} />
    </Drawer>
  );
}

function Steps({ isTyped, onClose }: { isTyped: RefObject<boolean>; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const upstreams = useUpstreamOptions();
  const [upstreamId, setUpstreamId] = useState(upstreams.length === 1 ? upstreams[0]?.value : undefined);
  const [typed, setTyped] = useState("");
  const [held, setHeld] = useState<Held>();
  const text = held?.text ?? typed;
  const found = useMemo(() => (text.trim() ? recognise(text) : undefined), [text]);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: ({ weight }: { weight: number }) =>
      dataOf(client.POST("/api/admin/keys/import", { body: { upstream_id: upstreamId ?? 0, text, weight } })),
    onSuccess: () => void readAgain(queries, readsOf(KEYS)),
  });
  useEffect(() => {
    isTyped.current = text.trim() !== "" && !data;
    return () => {
      isTyped.current = false;
    };
  }, [isTyped, text, data]);
  if (data) return <Outcome done={data} onClose={onClose} />;
  return (
    <Form<{ weight: number }>
      layout="vertical"
      name="import"
      disabled={isPending}
      initialValues={{ weight: 1 }}
      onFinish={(values) => mutate(values)}
    >
      {error && <Alert type="error" showIcon title={messageOf(error)} className="form-alert" role="alert" />}
      <div className="form-row">
        <Form.Item label={t("gateway.upstream")} htmlFor="import-upstream" required>
          <Select id="import-upstream" options={upstreams} value={upstreamId ?? null} onChange={setUpstreamId} />
        </Form.Item>
        <NumberField name="weight" label={t("gateway.weight")} least={0} most={1_000_000} isRequired />
      </div>
      {held ? (
        <Form.Item label={t("gateway.keys")}>
          <div className="import-held">
            <span>{t("pool.held", { name: held.name, size: formatNumber(Math.ceil(held.text.length / 1024)) })}</span>
            <Button size="small" onClick={() => setHeld(undefined)}>
              {t("pool.clear")}
            </Button>
          </div>
        </Form.Item>
      ) : (
        <Form.Item label={t("gateway.keys")} htmlFor="import-text" extra={t("pool.formsHint")}>
          <Input.TextArea
            id="import-text"
            rows={10}
            className="mono"
            spellCheck={false}
            autoComplete="off"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            onPaste={(event) => {
              const pasted = event.clipboardData.getData("text");
              if (pasted.length < LONG) return;
              event.preventDefault();
              setHeld({ name: t("pool.pasted"), text: typed ? `${typed}\n${pasted}` : pasted });
            }}
          />
        </Form.Item>
      )}
      <Upload
        accept=".txt,.csv,.json,text/plain,text/csv"
        showUploadList={false}
        beforeUpload={async (file) => {
          setHeld({ name: file.name, text: await file.text() });
          return Upload.LIST_IGNORE;
        }}
      >
        <Button icon={<UploadOutlined />}>{t("pool.fromFile")}</Button>
      </Upload>
      {found && (
        <Alert
          className="import-preview"
          type={found.keys > 0 ? "info" : "warning"}
          showIcon
          title={t("pool.recognised", {
            count: found.keys,
            amount: formatNumber(found.keys),
            form: t(`pool.form.${found.form}`),
          })}
          description={
            <>
              {found.repeated > 0 && (
                <div>{t("pool.repeated", { count: found.repeated, amount: formatNumber(found.repeated) })}</div>
              )}
              <span className="mono">{found.hints.map((hint) => `…${hint}`).join("  ")}</span>
            </>
          }
        />
      )}
      {isPending && (
        <div role="status">
          <Progress percent={100} status="active" showInfo={false} />
          <p className="soft">
            {t("pool.importing", { count: found?.keys ?? 0, amount: formatNumber(found?.keys ?? 0) })}
          </p>
        </div>
      )}
      <div className="drawer-foot">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button
          type="primary"
          htmlType="submit"
          loading={isPending}
          disabled={!found?.keys || upstreamId === undefined}
        >
          {t("pool.importCount", { count: found?.keys ?? 0, amount: formatNumber(found?.keys ?? 0) })}
        </Button>
      </div>
    </Form>
  );
}

function Outcome({ done, onClose }: { done: Schema<"KeyImported">; onClose: () => void }) {
  const { t } = useTranslation();
  const counts = { count: done.created, created: formatNumber(done.created), known: formatNumber(done.known) };
  return (
    <>
      <Result
        status={done.invalid_count > 0 ? "warning" : "success"}
        title={t("pool.imported", counts)}
        subTitle={t("pool.importedKnown", counts)}
        extra={
          <Button type="primary" onClick={onClose}>
            {t("pool.done")}
          </Button>
        }
      />
      {done.invalid_count > 0 && (
        <Table
          size="small"
          rowKey={({ line, message }) => `${line} ${message}`}
          title={() => t("pool.problems", { count: done.invalid_count, amount: formatNumber(done.invalid_count) })}
          dataSource={done.invalid}
          pagination={{ pageSize: 10, showSizeChanger: false, hideOnSinglePage: true }}
          columns={[
            { title: t("pool.line"), dataIndex: "line", align: "right", width: 80 },
            { title: t("pool.problem"), dataIndex: "message" },
          ]}
        />
      )}
    </>
  );
}
