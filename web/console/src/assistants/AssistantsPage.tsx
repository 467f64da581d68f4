import { RobotOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../format";
import { useMerchantOptions } from "../merchants/queries";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { AssistantDrawer } from "./AssistantDrawer";
import { EmbedDrawer } from "./EmbedDrawer";
import { ASSISTANTS, type Assistant } from "./types";

export function AssistantsPage() {
  const { t } = useTranslation();
  const assistants = useResource(ASSISTANTS);
  const embedded = useOpened(assistants.list.items, ASSISTANTS.item, "embed");
  const merchants = useMerchantOptions();
  const columns: Columns<Assistant> = [
    nameColumn(
      t("assistants.name"),
      ASSISTANTS.nameOf,
      ({ is_default }) => is_default && <Tag>{t("assistants.default")}</Tag>,
    ),
    column(t("assistants.model"), ({ model, is_model_offered }) => (
      <>
        <span className="mono">{model}</span>{" "}
        {!is_model_offered && (
          <Status tone="bad" hint={t("assistants.modelNotOfferedHint")}>
            {t("assistants.modelNotOffered")}
          </Status>
        )}
      </>
    )),
    column(
      t("assistants.merchant"),
      ({ merchant_id }) => merchants.find(({ value }) => value === merchant_id)?.label ?? merchant_id ?? "–",
    ),
    numberColumn(t("assistants.turnsToday"), ({ turns_today, max_turns_per_day }) =>
      [turns_today, max_turns_per_day].flatMap((turns) => (turns === null ? [] : formatNumber(turns))).join(" / "),
    ),
    column(t("assistants.updated"), ({ updated_at }) => <Time value={updated_at} />),
  ];
  return (
    <Page title={t("nav.assistants")} description={t("assistants.description")}>
      <ResourceList
        of={assistants}
        label={t("nav.assistants")}
        icon={<RobotOutlined />}
        columns={columns}
        rowActions={[{ key: "embed", label: t("assistants.embed.action"), onClick: embedded.open }]}
        form={(props) => <AssistantDrawer {...props} merchants={merchants} />}
      />
      <EmbedDrawer of={embedded.row} onClose={embedded.close} />
    </Page>
  );
}
