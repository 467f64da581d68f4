import { FileTextOutlined } from "@ant-design/icons";
import { Button, Form, Select, Upload } from "antd";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { type DrawerState, FormDrawer } from "../../ui/forms/FormDrawer";
import { requestOf } from "../playground/tensors";
import { useServed } from "../playground/useServed";
import type { ModelDeployment } from "../resources";
import { problemOf } from "./requests";

const EXAMPLE = '{"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}]}';
const LONGEST_EXAMPLE = 500;

export interface Requests {
  file: File;
  version?: number | undefined;
}

interface Props extends DrawerState {
  deployment: ModelDeployment;
  /** Begins to send them, which goes on when this is closed. */
  onSend: (requests: Requests) => void;
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
export function BatchDrawer({ deployment, onSend, ...drawer }: Props) {
  const { t } = useTranslation();
  const example = useExample(deployment);
  return (
    <FormDrawer<Requests>
      {...drawer}
      title={t("inferenceBatch.begin")}
      submitText={t("inferenceBatch.start")}
      initial={{}}
      onSubmit={async (requests) => onSend(requests)}
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
      <Button {...(id && { id })} icon={<FileTextOutlined />}>
        {value?.name ?? t("inferenceBatch.choose")}
      </Button>
    </Upload>
  );
}
