import { ConfigProvider, Skeleton } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

const CodeEditor = lazy(() => import("./CodeEditor"));
const HINT_ID = "script-source-keys";

/** The editor as a form's field; its code is fetched when it is first shown. */
export function SourceField({ value = "", onChange }: { value?: string; onChange?: (value: string) => void }) {
  const { t } = useTranslation();
  const { componentDisabled = false } = ConfigProvider.useConfig();
  return (
    <>
      <Suspense fallback={<Skeleton active className="code-editor" />}>
        <CodeEditor
          value={value}
          onChange={(next) => onChange?.(next)}
          label={t("scripts.source")}
          describedBy={HINT_ID}
          isReadOnly={componentDisabled}
        />
      </Suspense>
      <p id={HINT_ID} tabIndex={-1} className="soft small">
        {t("scripts.keysHint")}
      </p>
    </>
  );
}
