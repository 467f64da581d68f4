import { EditOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads, type Schema } from "../api/client";
import { useCan } from "../auth/session";
import { Facts } from "../ui/Fact";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { AsOpened } from "../ui/RowDrawer";
import { recordPage } from "../ui/recordPage";
import { Time } from "../ui/Time";
import { useNotices } from "../ui/useNotices";
import { Aliases } from "./Aliases";
import { ModelDrawer } from "./ModelsPage";
import { MODELS, type Model } from "./resources";
import { Uploading } from "./Uploading";
import { useUploads } from "./useUploads";
import { Versions } from "./versions/Versions";

export const ModelPage = recordPage("name", OfModel);

function OfModel({ id: name }: { id: string }) {
  const { t } = useTranslation();
  const mayWrite = useCan()("models.write");
  const [isEdited, setEdited] = useState(false);
  const model = reads.useQuery("get", "/api/models/{name}", { params: { path: { name } } });
  const uploads = useUploads(`/api/models/${name}/versions`, [MODELS.list]);
  const close = () => setEdited(false);
  return (
    <Page
      title={name}
      tabTitle={`${name} · ${t("nav.models")}`}
      {...(model.data && { description: model.data.description })}
      actions={
        mayWrite && (
          <>
            <Button icon={<EditOutlined />} onClick={() => setEdited(true)} disabled={!model.data}>
              {t("action.edit")}
            </Button>
            <UploadButton model={name} uploads={uploads} isOff={!model.data} />
          </>
        )
      }
    >
      <Uploading of={uploads.current} />
      <Loaded of={model}>
        {(data) => (
          <>
            <About model={data} />
            <Versions model={data} />
            <AsOpened id={isEdited ? data.id : undefined} row={data}>
              {(row, isOpen) => <ModelDrawer row={row} isOpen={isOpen} onClose={close} />}
            </AsOpened>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function About({ model }: { model: Model }) {
  const { t } = useTranslation();
  const { aliases, deployments, tags } = model;
  return (
    <Facts
      of={{
        [t("model.tags")]: tags.length > 0 ? tags.join(", ") : undefined,
        [t("model.aliases")]: Object.keys(aliases).length > 0 ? <Aliases of={aliases} /> : undefined,
        [t("nav.deployments")]:
          deployments.length > 0 ? (
            <Link to={`/deployments?${new URLSearchParams({ model: model.name })}`}>{deployments.join(", ")}</Link>
          ) : undefined,
        [t("model.updated")]: <Time value={model.updated_at} />,
      }}
    />
  );
}

interface UploadButtonProps {
  model: string;
  uploads: ReturnType<typeof useUploads>;
  isOff: boolean;
}

function UploadButton({ model, uploads, isOff }: UploadButtonProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const { current, start } = uploads;
  const isDisabled = isOff || current.length > 0;
  const begin = (file: File) => {
    notices.clearFailures();
    if (file.size === 0) notices.error(t("model.emptyFile", { name: file.name }));
    else
      start(file, {}, (answer) =>
        t("model.uploaded", { version: (answer as Schema<"VersionOut">).version, name: model }),
      );
    return Upload.LIST_IGNORE;
  };
  return (
    <Upload accept=".onnx" showUploadList={false} beforeUpload={begin} disabled={isDisabled}>
      <Button type="primary" icon={<UploadOutlined />} disabled={isDisabled}>
        {t("model.upload")}
      </Button>
    </Upload>
  );
}
