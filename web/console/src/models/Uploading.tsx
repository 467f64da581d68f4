import { Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import type { Upload } from "./useUploads";

/** How far each of these is, and its way out. */
export function Uploading({ of: uploads }: { of: Upload[] }) {
  const { t } = useTranslation();
  return uploads.map(({ filename: name, fraction, cancel }, place) => {
    const percent = Math.floor(fraction * 100);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
      <section key={place} className="card uploading" aria-label={t("upload.sending", { name })}>
        <span>{t(percent < 100 ? "upload.sending" : "upload.reading", { name })}</span>
        <Button size="small" onClick={cancel}>
          {t("action.cancel")}
        </Button>
        <Progress percent={percent} status="active" aria-label={t("task.progress")} />
      </section>
    );
  });
}
