import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { formatExact, formatNumber } from "../../format";
import { formatBytes } from "../../health/parts";
import { Loaded } from "../../ui/Loaded";
import { type Columns, column, numberColumn } from "../../ui/list/columns";
import { ListTable } from "../../ui/list/ListTable";
import { RowDrawer } from "../../ui/RowDrawer";
import { tensorWords } from "../resources";

interface Props {
  model: string;
  /** "1,2" */
  versions: string | undefined;
  onClose: () => void;
}

/** Versions side by side. */
export function Comparison({ model, versions, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <RowDrawer
      of={versions?.includes(",") ? { id: versions } : undefined}
      onClose={onClose}
      size={960}
      title={() => `${model} · ${t("model.compare")}`}
    >
      {({ id }) => <Compared model={model} versions={id} />}
    </RowDrawer>
  );
}

/** What one line says: of each version, and how the last differs from the first where that is a number. */
interface Line {
  name: string;
  values: string[];
  difference?: string;
}

function Compared({ model, versions }: { model: string; versions: string }) {
  const { t } = useTranslation();
  const init = { params: { path: { name: model }, query: { versions } } };
  const comparison = reads.useQuery("get", "/api/models/{name}/compare", init, { retry: false });
  const lines = useLines();
  /** "Difference (3 − 1)" */
  const differenceOf = (of: { version: number }[]) =>
    t("model.difference", { last: of.at(-1)?.version, first: of[0]?.version });
  return (
    <Loaded of={comparison}>
      {(data) => {
        const columns: Columns<Line> = [
          column("", ({ name }) => <span className="soft">{name}</span>),
          ...data.versions.map(({ version }, place) =>
            column<Line>(t("model.version", { version }), ({ values }) => (
              <span className={new Set(values).size > 1 ? "cell-title" : "soft"}>{values[place]}</span>
            )),
          ),
          numberColumn(differenceOf(data.versions), ({ difference }) => difference ?? ""),
        ];
        return (
          <ListTable
            label={t("model.compare")}
            list={{ items: lines(data) }}
            columns={columns}
            rowKey="name"
            empty={null}
          />
        );
      }}
    </Loaded>
  );
}

const signed = (value: number) => formatNumber(value, { signDisplay: "exceptZero", maximumSignificantDigits: 6 });

function useLines(): (comparison: Schema<"ComparisonOut">) => Line[] {
  const { t } = useTranslation();
  const shown = (value: unknown) => (value === null || value === undefined ? "–" : String(value));
  return ({ versions, metrics, metadata, inputs, outputs, size_difference }) => {
    const tensors = (words: "model.input" | "model.output", of: typeof inputs): Line[] =>
      of.map(({ name, tensors }) => ({
        name: t(words, { name }),
        values: tensors.map((tensor) => (tensor ? tensorWords(tensor) : "–")),
      }));
    return [
      ...metrics.map(({ name, values, difference }) => ({
        name: t("model.metric", { name }),
        values: values.map((value) => (value === null ? "–" : formatNumber(value, { maximumSignificantDigits: 6 }))),
        ...(difference !== null && { difference: signed(difference) }),
      })),
      { name: t("model.stage"), values: versions.map(({ stage }) => t(`model.stages.${stage}`)) },
      { name: t("model.aliases"), values: versions.map(({ aliases }) => aliases.join(", ") || "–") },
      ...tensors("model.input", inputs),
      ...tensors("model.output", outputs),
      ...metadata.map(({ name, values }) => ({ name: t("model.metadataOf", { name }), values: values.map(shown) })),
      {
        name: t("model.size"),
        values: versions.map(({ size_bytes }) => formatBytes(size_bytes)),
        ...(size_difference !== 0 && {
          difference: `${size_difference < 0 ? "−" : "+"}${formatBytes(Math.abs(size_difference))}`,
        }),
      },
      { name: "SHA-256", values: versions.map(({ sha256 }) => sha256.slice(0, 12)) },
      { name: t("model.producer"), values: versions.map(({ producer }) => producer || "–") },
      { name: t("field.versions.data"), values: versions.map(({ data }) => data ?? "–") },
      { name: t("model.task"), values: versions.map(({ task_id }) => task_id ?? "–") },
      { name: t("model.created"), values: versions.map(({ created_at }) => formatExact(created_at)) },
    ];
  };
}
