import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Input, InputNumber, Select, Typography } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";
import { ButtonMenu } from "../../ui/RowMenu";
import { wordsOf } from "../../words";
import { ACTION_KINDS, type Action, COOL_SOURCES, detailsOf, kindOf, LOG_LEVELS, NEW_ACTIONS } from "./types";

/** What a rule does, one row each, in the order it is told. */
export function ActionsEditor({ value = [], onChange }: { value?: Action[]; onChange?: (value: Action[]) => void }) {
  const { t } = useTranslation();
  const change = (place: number, by: Action | undefined) =>
    onChange?.(value.flatMap((action, at) => (at === place ? (by ? [by] : []) : [action])));
  const unused = ACTION_KINDS.filter((kind) => kind === "tag" || !value.some((action) => kindOf(action) === kind));
  return (
    <div className="rule-group">
      {value.length === 0 && <span className="soft">{t("rules.nothing")}</span>}
      {value.map((action, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div className="rule-row" key={`${kindOf(action)}-${place}`}>
          <span className="rule-verb">{t(`rules.action.${kindOf(action)}`)}</span>
          <Details action={action} onChange={(by) => change(place, by)} />
          <span className="spacer" />
          <Remove
            label={t("rules.removeAction", { action: t(`rules.action.${kindOf(action)}`) })}
            onClick={() => change(place, undefined)}
          />
        </div>
      ))}
      <div className="rule-row">
        <ButtonMenu
          items={unused.map((kind) => ({
            key: kind,
            label: t(`rules.action.${kind}`),
            onClick: () => onChange?.([...value, NEW_ACTIONS[kind]]),
          }))}
        >
          <Button type="dashed" size="small" icon={<PlusOutlined />}>
            {t("rules.addAction")}
          </Button>
        </ButtonMenu>
      </div>
    </div>
  );
}

function Details({ action, onChange }: { action: Action; onChange: (by: Action) => void }) {
  const { t } = useTranslation();
  const details = detailsOf(action);
  const kind = kindOf(action);
  const set = (change: Record<string, unknown>) => onChange({ [kind]: { ...details, ...change } });
  if (kind === "cool_down") {
    return (
      <>
        <Select
          value={details.from ?? "retry_after"}
          options={COOL_SOURCES.map((value) => ({ value, label: t(`rules.source.${value}`) }))}
          aria-label={t("rules.coolFrom")}
          onChange={(from) => set({ from })}
          className="rule-name"
        />
        <InputNumber
          controls={false}
          value={Number(details.default_s ?? 60)}
          suffix="s"
          aria-label={t("rules.defaultSeconds")}
          onChange={(default_s) => set({ default_s: default_s ?? 60 })}
        />
      </>
    );
  }
  if (kind === "disable_key") {
    return (
      <InputNumber
        controls={false}
        value={details.for_s == null ? null : Number(details.for_s)}
        suffix="s"
        className="rule-until"
        placeholder={t("rules.untilEnabled")}
        aria-label={t("rules.forSeconds")}
        onChange={(for_s) => onChange({ disable_key: for_s === null ? {} : { for_s } })}
      />
    );
  }
  if (kind === "log") {
    return (
      <Select
        value={details.level ?? "warning"}
        options={LOG_LEVELS.map((value) => ({ value, label: wordsOf(`rules.levels.${value}`) ?? value }))}
        aria-label={t("rules.level")}
        onChange={(level) => set({ level })}
        className="rule-subject"
      />
    );
  }
  if (kind === "alert") {
    return <ChannelName value={String(details.channel ?? "")} onChange={(channel) => set({ channel })} />;
  }
  if (kind === "tag") {
    return (
      <Input
        value={String(action.tag ?? "")}
        aria-label={t("rules.tagName")}
        placeholder={t("rules.tagName")}
        onChange={({ target }) => onChange({ tag: target.value })}
        className="rule-value"
      />
    );
  }
  return null;
}

/** A channel's name: one that exists, or one still to be made, which is said. */
function ChannelName({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { t } = useTranslation();
  const hint = useId();
  const { data } = reads.useQuery("get", "/api/admin/channels", { params: { query: { limit: 200 } } });
  const isUnknown =
    data !== undefined &&
    data.total <= data.items.length &&
    value !== "" &&
    !data.items.some(({ name }) => name === value);
  return (
    <div className="rule-channel">
      <AutoComplete
        value={value}
        options={data?.items.map(({ name }) => ({ value: name })) ?? []}
        aria-label={t("rules.channel")}
        aria-describedby={isUnknown ? hint : undefined}
        status={isUnknown ? "warning" : undefined}
        placeholder={t("rules.channel")}
        onChange={onChange}
      />
      {isUnknown && (
        <Typography.Text type="warning" id={hint} role="status">
          {t("channels.unknown", { name: value })}
        </Typography.Text>
      )}
    </div>
  );
}

/** Takes a row out of a rule; `label` says which. */
export function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={label} onClick={onClick} />;
}
