import { ImportOutlined, KeyOutlined } from "@ant-design/icons";
import { Alert, Button, Select } from "antd";
import { type Key, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads, type Schema } from "../../api/client";
import { useCan } from "../../auth/session";
import { formatNumber } from "../../format";
import { ExportButton } from "../../ui/ExportButton";
import { enabledColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { type Field, useAddress } from "../../ui/useAddress";
import { UpstreamFilter } from "../filters";
import { KEYS } from "../resources";
import { BulkBar, BulkTask, useKeyTest } from "./BulkBar";
import { useColumns } from "./columns";
import { ImportDrawer } from "./ImportDrawer";
import { KeyDrawer } from "./KeyDrawer";
import { isRefused, type KeyFilter, type KeySort, STATES, takesOutRefused } from "./types";

const SORTS = ["id", "-created", "name", "-name", "status"] as const satisfies KeySort[];

export function Keys() {
  const { t } = useTranslation();
  const { values, set } = useAddress(["upstream_id", "state", "q", "sort"]);
  const [isImporting, setImporting] = useState(false);
  const [task, setTask] = useState<string>();
  const state = STATES.find((one) => one === values.state);
  const filter: KeyFilter = {
    ...(Number(values.upstream_id) > 0 && { upstream_id: Number(values.upstream_id) }),
    ...(state && { state }),
    ...(values.q && { q: values.q }),
  };
  const sort = SORTS.find((one) => one === values.sort) ?? "id";
  const pool = useResource(KEYS, { filters: { ...filter, sort } });
  const { list, mayWrite, change } = pool;
  const test = useKeyTest();
  const usage = useKeyUsage(list.items?.map(({ id }) => id) ?? []);
  const columns = useColumns(usage);
  const refused = list.items?.filter(({ id, state: now }) => now === "active" && isRefused(usage?.get(id))).length ?? 0;
  const counts = useKeyCounts(filter);
  const total = counts ? STATES.reduce((sum, one) => sum + (!state || state === one ? counts[one] : 0), 0) : list.total;
  // what was picked holds for what was to be seen then
  const scope = JSON.stringify(filter);
  const [selection, setSelection] = useState<{ scope: string; keys: Key[]; isAll: boolean }>();
  const { keys: picked, isAll } = selection?.scope === scope ? selection : { keys: [], isAll: false };
  const ticked = isAll ? (list.items?.map(({ id }) => id) ?? []) : picked;
  const pick = (keys: Key[], isEach = false) => setSelection({ scope, keys, isAll: isEach });
  return (
    <>
      <StateChips counts={counts} value={values.state} onChange={(next) => set({ state: next })} />
      <RefusedHint count={refused} />
      {task && <BulkTask key={task} id={task} onClose={() => setTask(undefined)} />}
      <ResourceList
        of={pool}
        label={t("gateway.keys")}
        icon={<KeyOutlined />}
        columns={[
          ...columns,
          enabledColumn({
            mayWrite,
            nameOf: KEYS.nameOf,
            isOn: ({ status }) => status === "active",
            onSwitch: (key, isOn) => change(key, { status: isOn ? "active" : "disabled" }),
          }),
        ]}
        rowActions={[{ key: "test", label: t("gateway.test"), isOff: !mayWrite, onClick: test }]}
        filters={
          <>
            <UpstreamFilter value={values.upstream_id} onChange={(id) => set({ upstream_id: id })} />
            <Select
              className="filter"
              aria-label={t("pool.sortBy")}
              value={sort}
              options={SORTS.map((value) => ({ value, label: t(`pool.sort.${value}`) }))}
              onChange={(value: KeySort) => set({ sort: value === "id" ? "" : value })}
            />
          </>
        }
        isFiltered={Object.keys(filter).length > 0}
        actions={
          <>
            {(Object.keys(filter).length > 0 || list.total !== 0) && (
              <ExportButton path="/api/admin/keys/export" query={() => ({ ...filter })} />
            )}
            {mayWrite && (
              <Button icon={<ImportOutlined />} onClick={() => setImporting(true)}>
                {t("gateway.import")}
              </Button>
            )}
          </>
        }
        picking={mayWrite ? { keys: ticked, nameOf: KEYS.nameOf, onPick: pick } : undefined}
        form={(props) => <KeyDrawer {...props} />}
      />
      {(isAll || picked.length > 0) && (
        <BulkBar
          selection={isAll ? { filter } : { ids: picked.map(Number) }}
          count={isAll ? total : picked.length}
          total={total}
          onAll={() => pick(picked, true)}
          onClear={() => pick([])}
          onTask={setTask}
        />
      )}
      <ImportDrawer isOpen={isImporting} onClose={() => setImporting(false)} />
    </>
  );
}

/** How many keys are in each state, whatever state the filter names: a list counts no further than 10,000. */
function useKeyCounts({ state: _, ...filter }: KeyFilter) {
  return reads.useQuery("get", "/api/admin/keys/counts", { params: { query: filter } }).data;
}

/** One chip a state with how many keys are in it; a chip is a filter, pressed again it is none. */
function StateChips({ counts, value, onChange }: Field & { counts: ReturnType<typeof useKeyCounts> }) {
  const { t } = useTranslation();
  return (
    <fieldset className="chips" aria-label={t("gateway.status")}>
      {STATES.map((state) => (
        <Button
          key={state}
          size="small"
          shape="round"
          type={value === state ? "primary" : "default"}
          aria-pressed={value === state}
          onClick={() => onChange(value === state ? "" : state)}
        >
          {`${t(`pool.state.${state}`)} ${counts ? formatNumber(counts[state]) : "…"}`}
        </Button>
      ))}
    </fieldset>
  );
}

/** Offers the rule that takes out keys which are always refused, where there is none. */
function RefusedHint({ count }: { count: number }) {
  const { t } = useTranslation();
  const init = { params: { query: { limit: 100 } } };
  const { data } = reads.useQuery("get", "/api/admin/rules", init, { enabled: count > 0 });
  if (count === 0 || !data || takesOutRefused(data.items)) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="form-alert"
      title={t("pool.refused", { count })}
      action={
        <Link to="/gateway/rules?open=new&preset=invalid_key">
          {t("pool.refusedRule", { name: t("rules.preset.invalid_key") })}
        </Link>
      }
    />
  );
}

/** What these keys were used for in the last day, by their ids; undefined to whom statistics are not shown. */
function useKeyUsage(ids: number[]): Map<number, Schema<"KeyUsage">> | undefined {
  const maySee = useCan()("gateway.stats.read");
  const init = { params: { query: { key_id: ids } } };
  const { data } = reads.useQuery("get", "/api/admin/stats/keys", init, { enabled: maySee && ids.length > 0 });
  return maySee ? new Map(data?.map((usage) => [usage.key_id, usage])) : undefined;
}
