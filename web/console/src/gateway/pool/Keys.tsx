import { DownloadOutlined, ImportOutlined, KeyOutlined, PlusOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { type Key, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "../../api/http";
import { useCan } from "../../auth/session";
import { EmptyState } from "../../ui/EmptyState";
import { ListTable } from "../../ui/list/ListTable";
import { useAction } from "../../ui/useAction";
import { useAddress } from "../../ui/useAddress";
import { useConfirm } from "../../ui/useConfirm";
import { useUpstreamOptions } from "../queries";
import { BulkBar } from "./BulkBar";
import { BulkTask } from "./BulkTask";
import { useColumns } from "./columns";
import { ImportWizard } from "./ImportWizard";
import { KeyDrawer } from "./KeyDrawer";
import { StateChips } from "./StateChips";
import type { KeyFilter, KeyState, UpstreamKey } from "./types";
import { useKeyTest } from "./useKeyTest";

const PAGE_SIZE = 50;
const SORTS = ["id", "-created", "name", "-name", "status"] as const;

export function Keys() {
  const { t } = useTranslation();
  const mayWrite = useCan()("gateway.write");
  const upstreams = useUpstreamOptions();
  const { values, set, page } = useAddress(["upstream_id", "state", "q", "sort"] as const);
  const [panel, setPanel] = useState<UpstreamKey | "add" | "import">();
  const [picked, setPicked] = useState<Key[]>([]);
  const [isAll, setAll] = useState(false);
  const [task, setTask] = useState<string>();
  const confirm = useConfirm();
  const onTest = useKeyTest();
  const { run } = useAction(["upstream-keys", "upstreams"]);
  const offset = (page - 1) * PAGE_SIZE;
  const list = useQuery({
    queryKey: ["upstream-keys", values, offset],
    queryFn: ({ signal }) =>
      api.get<Page<UpstreamKey>>("/api/admin/keys", { ...values, limit: PAGE_SIZE, offset }, signal),
    placeholderData: keepPreviousData,
  });
  const clear = () => {
    setPicked([]);
    setAll(false);
  };
  const filterBy = (change: Partial<typeof values>) => {
    clear();
    set(change);
  };
  const filter: KeyFilter = {
    ...(values.upstream_id ? { upstream_id: Number(values.upstream_id) } : {}),
    ...(values.state ? { state: values.state as KeyState } : {}),
    ...(values.q ? { q: values.q } : {}),
  };
  const columns = useColumns({
    mayWrite,
    nameOf: (id) => upstreams.find(({ value }) => value === id)?.label ?? String(id),
    onEdit: setPanel,
    onSwitch: (key, isOn) =>
      void run(() => api.patch(`/api/admin/keys/${key.id}`, { status: isOn ? "active" : "disabled" })),
    onTest,
    onDelete: (key) =>
      confirm(t("gateway.deleteKey", { name: key.name }), t("gateway.deleteKeyHint"), t("action.delete"), () =>
        run(() => api.delete(`/api/admin/keys/${key.id}`), t("list.deleted", { name: key.name })),
      ),
  });
  const total = list.data?.total ?? 0;
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <div className="filters">
        <Input.Search
          allowClear
          className="filter-input"
          placeholder={t("pool.search")}
          aria-label={t("pool.search")}
          defaultValue={values.q}
          onSearch={(q) => filterBy({ q: q.trim() })}
        />
        <Select
          allowClear
          placeholder={t("gateway.upstream")}
          aria-label={t("gateway.upstream")}
          className="filter"
          value={values.upstream_id ? Number(values.upstream_id) : null}
          options={upstreams}
          onChange={(value: number | null | undefined) => filterBy({ upstream_id: value ? String(value) : "" })}
        />
        <Select
          className="filter"
          aria-label={t("pool.sortBy")}
          value={values.sort || "id"}
          options={SORTS.map((value) => ({ value, label: t(`pool.sort.${value}`) }))}
          onChange={(value: string) => set({ sort: value === "id" ? "" : value })}
        />
        <div className="filters-end">
          <Button
            icon={<DownloadOutlined />}
            onClick={() => void run(() => api.download("/api/admin/keys/export", { ...filter }))}
          >
            {t("pool.export")}
          </Button>
          {mayWrite && (
            <>
              <Button icon={<ImportOutlined />} onClick={() => setPanel("import")}>
                {t("gateway.import")}
              </Button>
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setPanel("add")}>
                {t("gateway.addKey")}
              </Button>
            </>
          )}
        </div>
      </div>
      <StateChips
        upstreamId={values.upstream_id}
        q={values.q}
        value={values.state}
        onChange={(state) => filterBy({ state })}
      />
      {task && <BulkTask key={task} id={task} onClose={() => setTask(undefined)} />}
      {(isAll || picked.length > 0) && (
        <BulkBar
          selection={isAll ? { filter } : { ids: picked.map(Number) }}
          count={isAll ? total : picked.length}
          total={total}
          onAll={() => setAll(true)}
          onClear={clear}
          onTask={setTask}
        />
      )}
      <ListTable
        label={t("gateway.keys")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        {...(mayWrite
          ? {
              rowSelection: {
                preserveSelectedRowKeys: true,
                selectedRowKeys: isAll ? (list.data?.items.map(({ id }) => id) ?? []) : picked,
                getCheckboxProps: ({ name }: UpstreamKey) => ({ "aria-label": t("list.selectRow", { name }) }),
                getTitleCheckboxProps: () => ({ "aria-label": t("list.selectAll") }),
                onChange: (keys: Key[]) => {
                  setAll(false);
                  setPicked(keys);
                },
              },
            }
          : {})}
        total={total}
        page={page}
        pageSize={PAGE_SIZE}
        onPage={(next) => set({ page: String(next) })}
        empty={
          <EmptyState
            icon={<KeyOutlined />}
            title={t(isFiltered ? "list.nothing" : "gateway.noKeys")}
            hint={t(isFiltered ? "list.nothingHint" : "gateway.noKeysHint")}
          />
        }
      />
      <KeyDrawer
        isOpen={panel === "add" || typeof panel === "object"}
        edited={typeof panel === "object" ? panel : undefined}
        onClose={() => setPanel(undefined)}
      />
      <ImportWizard isOpen={panel === "import"} onClose={() => setPanel(undefined)} />
    </>
  );
}
