import { RobotOutlined } from "@ant-design/icons";
import { Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { resource } from "../api/resources";
import { useCan } from "../auth/session";
import { useMerchantOptions } from "../merchants/queries";
import { usePreferences } from "../preferences/store";
import { actionsColumn, type Columns, enabledColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { AssistantDrawer } from "./AssistantDrawer";
import { EmbedDrawer } from "./EmbedDrawer";
import type { Assistant } from "./types";

const ASSISTANTS = resource("/api/assistants", "/api/assistants/{assistant_id}");
const nameOf = ({ name }: Assistant) => name;

export function AssistantsPage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { format: n } = new Intl.NumberFormat(language);
  const mayWrite = useCan()("assistants.write");
  const { list, opened, change, remove } = useResource(ASSISTANTS);
  const embedded = useOpened(list.items, ASSISTANTS.item, "embed");
  const merchants = useMerchantOptions();
  const columns: Columns<Assistant> = [
    {
      title: t("assistants.name"),
      key: "name",
      render: (_, assistant) => (
        <>
          <span className="cell-title">{assistant.name}</span>{" "}
          {assistant.is_default && <Tag>{t("assistants.default")}</Tag>}
        </>
      ),
    },
    {
      title: t("assistants.model"),
      key: "model",
      render: (_, { model, is_model_offered }) => (
        <>
          <span className="mono">{model}</span>{" "}
          {!is_model_offered && (
            <Tooltip title={t("assistants.modelNotOfferedHint")}>
              <span>
                <Status tone="bad">{t("assistants.modelNotOffered")}</Status>
              </span>
            </Tooltip>
          )}
        </>
      ),
    },
    {
      title: t("assistants.merchant"),
      key: "merchant",
      render: (_, { merchant_id }) => merchants.find(({ value }) => value === merchant_id)?.label ?? merchant_id ?? "–",
    },
    enabledColumn({
      mayWrite,
      nameOf,
      isOn: (assistant) => assistant.is_enabled,
      onSwitch: (assistant, is_enabled) => change(assistant, { is_enabled }),
    }),
    {
      title: t("assistants.turnsToday"),
      key: "turns",
      align: "right",
      render: (_, { turns_today, max_turns_per_day }) =>
        max_turns_per_day === null ? n(turns_today) : `${n(turns_today)} / ${n(max_turns_per_day)}`,
    },
    { title: t("assistants.updated"), key: "updated", render: (_, { updated_at }) => <Time value={updated_at} /> },
    actionsColumn(nameOf, [
      { key: "embed", label: t("assistants.embed.action"), onClick: embedded.open },
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
      {
        key: "delete",
        label: t("action.delete"),
        isDanger: true,
        isOff: !mayWrite,
        onClick: (row) => remove(row, row.name, t("assistants.delete", { name: row.name }), t("assistants.deleteHint")),
      },
    ]),
  ];
  return (
    <Page title={t("nav.assistants")} description={t("assistants.description")}>
      <ResourceList
        list={list}
        opened={opened}
        columns={columns}
        mayWrite={mayWrite}
        icon={<RobotOutlined />}
        words={{
          label: t("nav.assistants"),
          add: t("assistants.add"),
          none: t("assistants.empty"),
          noneHint: t("assistants.emptyHint"),
        }}
        form={(assistant, isOpen, close) => (
          <AssistantDrawer isOpen={isOpen} assistant={assistant} merchants={merchants} onClose={close} />
        )}
      />
      <EmbedDrawer assistant={embedded.row} onClose={embedded.close} />
    </Page>
  );
}
