import { CodeSandboxOutlined } from "@ant-design/icons";
import { Input, Select, Tag } from "antd";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Schema } from "../api/client";
import { CHOICES } from "../generated/values";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { type Columns, column, nameColumn, numberColumn, spareColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { Time } from "../ui/Time";
import { Aliases } from "./Aliases";
import { MODELS, type Model } from "./resources";

/** The stages of a model's versions in words, those that serve first. */
function stageWords(stages: Model["stages"]): Record<string, number> {
  const known = CHOICES.Stage.filter((stage) => stages[stage] !== undefined).toReversed();
  const order = known.toSorted((one, other) => Number(other === "production") - Number(one === "production"));
  return Object.fromEntries(order.map((stage) => [i18next.t(`model.stages.${stage}`), stages[stage] ?? 0]));
}

const pageOf = ({ name }: Pick<Model, "name">) => `/models/${name}`;

export function ModelsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns: Columns<Model> = [
    nameColumn(t("model.name"), MODELS.nameOf),
    numberColumn(t("model.newest"), ({ latest_version }) => latest_version ?? "–"),
    column(t("model.tags"), ({ tags }) => tags.map((tag) => <Tag key={tag}>{tag}</Tag>)),
    column(t("model.aliases"), ({ aliases }) => <Aliases of={aliases} />),
    column(t("model.stage"), ({ stages }) => <Aliases of={stageWords(stages)} />),
    column(t("nav.deployments"), ({ deployments }) => deployments.map((name) => <Tag key={name}>{name}</Tag>)),
    spareColumn(t("model.updated"), ({ updated_at }) => <Time value={updated_at} />),
  ];
  return (
    <Page title={t("nav.models")} description={t("model.description")}>
      <ResourceList
        of={useResource(MODELS)}
        label={t("nav.models")}
        icon={<CodeSandboxOutlined />}
        columns={columns}
        onOpen={(model) => void navigate(pageOf(model))}
        form={(props) => <ModelDrawer {...props} />}
      />
    </Page>
  );
}

const { Field, TextField } = fieldsOf("models", "ModelCreate");

export function ModelDrawer({ row: model, ...drawer }: RowForm<Model>) {
  return (
    <ResourceForm
      of={MODELS}
      row={model}
      {...drawer}
      initial={model ?? { description: "", tags: [] }}
      onSubmit={({ name, ...changes }: Schema<"ModelCreate">, save) => save(changes, { name, ...changes })}
      pageOf={pageOf}
    >
      <TextField name="name" isRequired disabled={model !== undefined} />
      <Field name="description">
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} />
      </Field>
      <Field name="tags">
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[","]} maxCount={50} />
      </Field>
    </ResourceForm>
  );
}
