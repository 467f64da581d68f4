import { FileTextOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Progress, Select, Upload } from "antd";
import i18next from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { searchOf } from "../../api/client";
import { atField } from "../../api/errors";
import { readAgain } from "../../api/resources";
import { upload } from "../../api/upload";
import { type DrawerState, FormDrawer } from "../../ui/forms/FormDrawer";
import { useNotices } from "../../ui/useNotices";
import { requestOf } from "../playground/tensors";
import { useServed } from "../playground/useServed";
import { DEPLOYMENTS, type ModelDeployment } from "../resources";
import { problemOf } from "./requests";

const EXAMPLE = '{"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}]}';
const LONGEST_EXAMPLE = 500;

/** Where what is wrong with the whole stands. */
const FIELDS = {
  UPLOAD_WITHOUT_FILE: "file",
  BODY_TOO_LARGE: "file",
  STORAGE_FULL: "file",
};

interface Values {
  file: File;
  version?: number | undefined;
}

async function checkFile(file: File | undefined): Promise<void> {
  const problem = file ? await problemOf(file) : i18next.t("form.required");
  if (problem) throw new Error(problem);
}

/** A line of what this deployment takes; any other where that would be too long, or is not known yet. */
function useExample(deployment: ModelDeployment): string {
  const { data } = useServed(deployment);
  const own = data && JSON.stringify(requestOf(data.inputs));
  return own && own.length < LONGEST_EXAMPLE ? own : EXAMPLE;
}

/** A file of requests, to be answered line by line. */
export function BatchDrawer({ deployment, ...drawer }: DrawerState & { deployment: ModelDeployment }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  const [sent, setSent] = useState<number>();
  const example = useExample(deployment);
  const begin = async ({ file, version }: Values) => {
    const onProgress = (fraction: number) => setSent(Math.floor(fraction * 100));
    const path = `/api/deployments/${deployment.id}/batch?${searchOf({ filename: file.name, version })}`;
    try {
      await upload(path, file, { onProgress, signal: new AbortController().signal });
    } catch (error) {
      throw atField(error, FIELDS);
    } finally {
      setSent(undefined);
    }
    notices.success(t("inferenceBatch.begun", { name: file.name }));
    await readAgain(queries, [DEPLOYMENTS.list]);
  };
  return (
    <FormDrawer<Values>
      {...drawer}
      title={t("inferenceBatch.begin")}
      submitText={t("inferenceBatch.start")}
      initial={{}}
      onSubmit={begin}
    >
      <Form.Item
        name="file"
        label={t("inferenceBatch.file")}
        extra={t("inferenceBatch.fileHint", { example })}
        required
        rules={[{ validator: (_, file?: File) => checkFile(file) }]}
      >
        <FileChoice />
      </Form.Item>
      <Form.Item name="version" label={t("model.number")} extra={t("inferenceBatch.versionHint")}>
        <Select
          allowClear
          placeholder={t("playground.byTraffic")}
          options={deployment.traffic.map(({ version }) => ({
            value: version,
            label: t("model.version", { version }),
          }))}
        />
      </Form.Item>
      {sent !== undefined && <Progress percent={sent} status="active" aria-label={t("task.progress")} />}
    </FormDrawer>
  );
}

interface ChoiceProps {
  id?: string;
  value?: File;
  onChange?: (file: File) => void;
}

function FileChoice({ id, value, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const choose = (file: File) => {
    onChange?.(file);
    return Upload.LIST_IGNORE;
  };
  return (
    <Upload accept=".jsonl,.ndjson,.json,.txt" showUploadList={false} beforeUpload={choose}>
      <Button {...(id && { id })} autoFocus icon={<FileTextOutlined />}>
        {value?.name ?? t("inferenceBatch.choose")}
      </Button>
    </Upload>
  );
}
