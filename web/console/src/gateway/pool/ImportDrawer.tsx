import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Modal, Progress, Result, Table } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../../api/client";
import { reasonText } from "../../api/errors";
import { readAgain, readsOf } from "../../api/resources";
import { formatNumber } from "../../format";
import { BOUNDS } from "../../generated/values";
import { keepFocus } from "../../ui/focus";
import { type DrawerState, FormDrawer } from "../../ui/forms/FormDrawer";
import { NumberField } from "../../ui/forms/NumberField";
import { TextOrFile } from "../../ui/forms/TextOrFile";
import { namedPage } from "../../ui/list/ListTable";
import { UpstreamField } from "../fields";
import { KEYS } from "../resources";
import { recognise } from "./recognise";
import type { KeyImport } from "./types";

/** Keys in bulk: from a paste or a file, what was recognised, then what became of it. */
export function ImportDrawer({ isOpen, onClose }: DrawerState) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { mutateAsync, data, isPending, reset } = useMutation({
    mutationFn: (body: KeyImport) => dataOf(client.POST("/api/admin/keys/import", { body })),
    onSuccess: () => void readAgain(queries, readsOf(KEYS)),
  });
  return (
    <>
      <FormDrawer<KeyImport>
        isOpen={isOpen}
        title={t("gateway.import")}
        size={560}
        initial={{ weight: 1 }}
        submitText={t("gateway.import")}
        onSubmit={(body) => mutateAsync(body)}
        onClose={onClose}
      >
        <div className="form-row">
          <UpstreamField />
          <NumberField name="weight" label={t("gateway.weight")} {...BOUNDS.KeyCreate.weight} isRequired />
        </div>
        <Form.Item
          name="text"
          label={t("gateway.keys")}
          extra={t("pool.formsHint")}
          rules={[{ required: true, whitespace: true }]}
        >
          <TextOrFile accept=".txt,.csv,.json,text/plain,text/csv" />
        </Form.Item>
        <Recognised isPending={isPending} />
      </FormDrawer>
      <Outcome done={data} onClose={reset} />
    </>
  );
}

function Recognised({ isPending }: { isPending: boolean }) {
  const { t } = useTranslation();
  const text: string = Form.useWatch("text") ?? "";
  const { keys, repeated, form, hints } = useMemo(() => recognise(text), [text]);
  const counts = (count: number) => ({ count, amount: formatNumber(count) });
  return (
    <>
      {text.trim() && (
        <Alert
          type={keys > 0 ? "info" : "warning"}
          showIcon
          title={t("pool.recognised", { ...counts(keys), form: t(`pool.form.${form}`) })}
          description={
            <>
              {repeated > 0 && <div>{t("pool.repeated", counts(repeated))}</div>}
              <span className="mono">{hints.map((hint) => `…${hint}`).join("  ")}</span>
            </>
          }
        />
      )}
      {isPending && (
        <div role="status">
          <Progress percent={100} status="active" showInfo={false} />
          <p className="soft">{t("pool.importing", counts(keys))}</p>
        </div>
      )}
    </>
  );
}

function Outcome({ done, onClose }: { done: Schema<"KeyImported"> | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { created = 0, known = 0, invalid = [], invalid_count = 0 } = done ?? {};
  const counts = { count: created, created: formatNumber(created), known: formatNumber(known) };
  const problems = t("pool.problems", { count: invalid_count, amount: formatNumber(invalid_count) });
  const isCut = invalid_count > invalid.length;
  return (
    <Modal open={done !== undefined} onCancel={onClose} afterClose={keepFocus} destroyOnHidden footer={null}>
      <Result
        status={invalid_count > 0 || created + known === 0 ? "warning" : "success"}
        title={t("pool.imported", counts)}
        subTitle={t("pool.importedKnown", counts)}
        extra={
          <Button type="primary" onClick={onClose}>
            {t("pool.done")}
          </Button>
        }
      />
      {invalid_count > 0 && (
        <Table
          size="small"
          rowKey={({ line, message }) => `${line} ${message}`}
          title={() =>
            [problems, isCut && t("pool.problemsShown", { count: invalid.length })].filter(Boolean).join(" ")
          }
          dataSource={invalid}
          pagination={{ pageSize: 10, itemRender: namedPage, showSizeChanger: false, hideOnSinglePage: true }}
          columns={[
            { title: t("pool.line"), dataIndex: "line", align: "right", width: 80 },
            { title: t("pool.problem"), render: (_, problem) => reasonText(problem) },
          ]}
        />
      )}
    </Modal>
  );
}
