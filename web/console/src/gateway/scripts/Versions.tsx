import { Button, Form, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { client, dataOf, reads, type Schema } from "../../api/client";
import { useDiscard } from "../../ui/forms/leaving";
import { Loaded } from "../../ui/Loaded";
import { Time } from "../../ui/Time";
import { useAction, useConfirm } from "../../ui/useAction";
import { SCRIPTS } from "../resources";
import type { SavedSource, Script } from "./examples";

const SHOWN = 50;

/** Every source that was saved, newest first; the form around takes the one that is viewed or restored. */
export function Versions({ script, onRestored }: { script: Script; onRestored: (saved: SavedSource) => void }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const source: unknown = Form.useWatch("source", form);
  const ask = useDiscard();
  const confirm = useConfirm();
  const { run } = useAction([SCRIPTS.list]);
  const path = { script_id: script.id };
  const newest = { params: { path, query: { limit: SHOWN } } };
  const list = reads.useQuery("get", "/api/admin/scripts/{script_id}/versions", newest);
  const restore = ({ version }: Schema<"ScriptVersion">) => {
    const init = { params: { path }, body: { version } };
    const title = t("scripts.restoreTitle", { version, name: script.name });
    confirm(title, t("scripts.restoreHint"), t("scripts.restore"), () =>
      run(async () => {
        const restored = await dataOf(client.POST("/api/admin/scripts/{script_id}/restore", init));
        form.setFields([{ name: "source", value: restored.source, touched: false }]); // it is saved
        onRestored({ version: restored.version, source: restored.source });
        return t("scripts.restored", { version });
      }),
    );
  };
  const view = (one: Schema<"ScriptVersion">, saved: Schema<"ScriptVersion">[]) => {
    const show = () => form.setFieldsValue({ source: one.source });
    if (saved.some((version) => version.source === source)) show();
    else ask(show);
  };
  return (
    <Loaded of={list}>
      {({ items }) => (
        <ul className="script-versions" aria-label={t("scripts.versions")}>
          {items.map((one, index) => (
            <li key={one.version}>
              <span>
                <span className="cell-title">
                  {t("scripts.version", { version: one.version })} {index === 0 && <Tag>{t("scripts.inUse")}</Tag>}
                  {one.source === source && <Tag color="blue">{t("scripts.viewed")}</Tag>}
                </span>
                <span className="soft small">
                  {one.author} · <Time value={one.saved_at} />
                  {one.restored_from !== null && ` · ${t("scripts.restoredFrom", { version: one.restored_from })}`}
                </span>
              </span>
              <Button size="small" disabled={one.source === source} onClick={() => view(one, items)}>
                {t("scripts.view")}
              </Button>
              {index > 0 && (
                <Button size="small" onClick={() => restore(one)}>
                  {t("scripts.restore")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
