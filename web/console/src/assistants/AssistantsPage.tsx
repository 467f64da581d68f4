import { RobotOutlined } from "@ant-design/icons";
import { Alert, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../format";
import { useMerchantOptions } from "../merchants/queries";
import { CodeSample } from "../ui/CodeSample";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { RowDrawer } from "../ui/RowDrawer";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { AssistantDrawer } from "./AssistantDrawer";
import { scriptLine, stubCode } from "./embedCode";
import { ASSISTANTS, type Assistant } from "./types";

const CODE = { script: scriptLine, stub: stubCode };

const OPTIONS = [
  ["data-assistant", "optionAssistant"],
  ["data-position", "optionPosition"],
  ["data-theme", "optionTheme"],
  ["data-locale", "optionLocale"],
  ["data-color", "optionColor"],
  ["data-global", "optionGlobal"],
] as const;

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

/** The code that puts this assistant on a shop's pages, and what can be set. */
function EmbedDrawer({ of, onClose }: { of: Assistant | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <RowDrawer of={of} onClose={onClose} title={({ name }) => t("assistants.embed.title", { name })}>
      {({ id, is_default, is_enabled }) => (
        <div className="embed">
          {!is_enabled && <Alert type="warning" showIcon title={t("assistants.embed.disabled")} />}
          {(["script", "stub"] as const).map((kind) => (
            <section key={kind}>
              <h2>{t(`assistants.embed.${kind}`)}</h2>
              <p className="soft">{t(`assistants.embed.${kind}Hint`)}</p>
              <CodeSample
                code={CODE[kind](location.origin, is_default ? undefined : id)}
                label={t(`assistants.embed.${kind}`)}
              />
            </section>
          ))}
          <section>
            <h2>{t("assistants.embed.options")}</h2>
            <p className="soft">{t("assistants.embed.optionsHint")}</p>
            <dl>
              {OPTIONS.map(([name, meaning]) => (
                <div key={name}>
                  <dt className="mono">{name}</dt>
                  <dd>{t(`assistants.embed.${meaning}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      )}
    </RowDrawer>
  );
}
