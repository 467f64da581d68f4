import { CodeSandboxOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { client, download, searchOf } from "../../api/client";
import { useCan } from "../../auth/session";
import { formatNumber } from "../../format";
import { formatBytes } from "../../health/parts";
import { actionsColumn, type Columns, cell, column, numberColumn, type RowAction } from "../../ui/list/columns";
import { FilteredList } from "../../ui/list/ListTable";
import { SelectionBar } from "../../ui/list/selection";
import { useList } from "../../ui/list/useResource";
import { Time } from "../../ui/Time";
import { useAction, useConfirm } from "../../ui/useAction";
import { useSearch } from "../../ui/useAddress";
import { useUnlessKept } from "../../ui/useKept";
import { keepersOf, MODELS, type Model, type VersionSummary } from "../resources";
import { Comparison } from "./Comparison";
import { VersionDrawer } from "./VersionDrawer";

const MOST_COMPARED = 10;
const DIGITS = { maximumSignificantDigits: 4 };

/** The versions of a model: each opens by `?open=2`, several are compared by `?compare=1,2`. */
export function Versions({ model }: { model: Model }) {
  const { t } = useTranslation();
  const { name } = model;
  const { search, change } = useSearch();
  const [keys, setKeys] = useState<number[]>([]);
  const list = useList("/api/models/{name}/versions", { params: { name } });
  const show = (place?: "open" | "compare", value = "") =>
    change(
      (next) => {
        next.delete("open");
        next.delete("compare");
        if (place) next.set(place, value);
      },
      { replace: !place }, // what is closed is not opened again by Back
    );
  const open = ({ version }: VersionSummary) => show("open", String(version));
  const onDeleted = (version: number) => setKeys((before) => before.filter((key) => key !== version));
  const opened = Number(search.get("open"));
  const nameOf = ({ version }: VersionSummary) => t("model.version", { version });
  return (
    <>
      <FilteredList
        label={t("model.versions")}
        icon={<CodeSandboxOutlined />}
        list={list}
        rowKey="version"
        columns={[...useFacts(nameOf), actionsColumn(nameOf, useActions({ name, open, onDeleted }))]}
        onOpen={open}
        none={{ title: t("model.noVersions"), hint: t("model.noVersionsHint") }}
        picking={{ keys, nameOf, onPick: (next) => setKeys(next.map(Number)) }}
      />
      {keys.length > 0 && (
        <SelectionBar
          label={t("model.compare")}
          selected={t("model.selected", { count: keys.length })}
          onClear={() => setKeys([])}
        >
          <Button
            size="small"
            type="primary"
            disabled={keys.length < 2 || keys.length > MOST_COMPARED}
            onClick={() => show("compare", keys.toSorted((one, other) => one - other).join())}
          >
            {t("model.compare")}
          </Button>
        </SelectionBar>
      )}
      <VersionDrawer model={model} version={opened > 0 ? opened : undefined} onClose={() => show()} />
      <Comparison model={name} versions={search.get("compare") ?? undefined} onClose={() => show()} />
    </>
  );
}

function useFacts(nameOf: (version: VersionSummary) => string): Columns<VersionSummary> {
  const { t } = useTranslation();
  return [
    column(t("model.number"), (version) => <span className="cell-title">{nameOf(version)}</span>),
    column(t("model.aliases"), ({ aliases }) => aliases.map((alias) => <Tag key={alias}>{alias}</Tag>)),
    column(t("model.stage"), ({ stage }) => t(`model.stages.${stage}`)),
    column(t("model.metrics"), ({ metrics }) =>
      cell(
        "note",
        Object.entries(metrics)
          .toSorted()
          .map(([metric, value]) => `${metric} ${formatNumber(value, DIGITS)}`)
          .join(" · "),
      ),
    ),
    numberColumn(t("model.size"), ({ size_bytes }) => formatBytes(size_bytes)),
    column(t("model.created"), ({ created_at }) => <Time value={created_at} />),
  ];
}

interface Actions {
  name: string;
  open: (version: VersionSummary) => void;
  onDeleted: (version: number) => void;
}

function useActions({ name, open, onDeleted }: Actions): RowAction<VersionSummary>[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useCan()("models.write");
  const confirm = useConfirm();
  const unlessKept = useUnlessKept();
  const { run } = useAction([MODELS.list]);
  const remove = ({ version }: VersionSummary) => {
    const work = async () => {
      await client.DELETE("/api/models/{name}/versions/{version}", { params: { path: { name, version } } });
      onDeleted(version);
      return t("list.deleted", { name: t("model.version", { version }) });
    };
    const title = t("model.deleteVersion", { version, name });
    const ask = () => confirm(title, t("model.deleteVersionHint"), t("action.delete"), () => run(work));
    const called = `${name} · ${t("model.version", { version })}`;
    return unlessKept(called, t("resource.models.kept"), keepersOf(name, version), ask);
  };
  const deploy = ({ version }: VersionSummary) =>
    void navigate(`/deployments?${searchOf({ open: "new", preset: `${name}/${version}` })}`);
  const save = ({ version, filename }: VersionSummary) =>
    run(() => download(`/api/models/${name}/versions/${version}/file`, {}, filename));
  return [
    { key: "open", label: t(mayWrite ? "action.edit" : "action.view"), onClick: open },
    { key: "deploy", label: t("model.deploy"), isOff: !mayWrite, onClick: deploy },
    { key: "download", label: t("model.download"), onClick: save },
    { key: "delete", label: t("action.delete"), isDanger: true, isOff: !mayWrite, onClick: remove },
  ];
}
