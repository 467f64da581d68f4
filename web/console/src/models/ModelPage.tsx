import { EditOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Progress, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { reads } from "../api/client";
import { useCan } from "../auth/session";
import { Facts } from "../ui/Fact";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { Time } from "../ui/Time";
import { useNotices } from "../ui/useNotices";
import { Aliases } from "./Aliases";
import { ModelDrawer } from "./ModelsPage";
import type { Model } from "./resources";
import { useUpload } from "./versions/useUpload";
import { Versions } from "./versions/Versions";

export function ModelPage() {
  const { t } = useTranslation();
  const { name = "" } = useParams();
  const mayWrite = useCan()("models.write");
  const [isEdited, setEdited] = useState(false);
  const model = reads.useQuery("get", "/api/models/{name}", { params: { path: { name } } });
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
            <UploadButton model={name} isOff={!model.data} />
          </>
        )
      }
    >
      <Uploading model={name} />
      <Loaded of={model}>
        {(data) => (
          <>
            <About model={data} />
            <Versions model={data} />
            <ModelDrawer row={data} isOpen={isEdited} onClose={close} />
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

function UploadButton({ model, isOff }: { model: string; isOff: boolean }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const { current, start } = useUpload(model);
  const isDisabled = isOff || current !== undefined;
  const begin = (file: File) => {
    notices.clearFailures();
    if (file.size === 0) notices.error(t("model.emptyFile", { name: file.name }));
    else start(file);
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

function Uploading({ model }: { model: string }) {
  const { t } = useTranslation();
  const { current } = useUpload(model);
  if (!current) return null;
  const percent = Math.floor(current.fraction * 100);
  return (
    <section className="card uploading" aria-label={t("model.uploading", { name: current.filename })}>
      <span>{t(percent < 100 ? "model.uploading" : "model.reading", { name: current.filename })}</span>
      <Button size="small" onClick={current.cancel}>
        {t("action.cancel")}
      </Button>
      <Progress percent={percent} status="active" aria-label={t("task.progress")} />
    </section>
  );
}
