import { PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Remove } from "./ActionsEditor";
import type { Group, Leaf, Part } from "./tree";
import { ENDS, GROUP_KINDS, isGroup, newGroup, newLeaf, OPERATORS, replaced, SUBJECTS } from "./tree";

const MAX_DEPTH = 3;

/** A tree of conditions that reads from top to bottom: "any of these", then a row each. */
export function ConditionEditor({ value, onChange }: { value?: Group; onChange?: (value: Group) => void }) {
  if (!value) return null;
  const change = (id: string, by: Part | undefined) =>
    onChange?.(id === value.id ? (by as Group) : replaced(value, id, by));
  return <GroupEditor group={value} depth={1} onChange={change} />;
}

interface GroupProps {
  group: Group;
  depth: number;
  onChange: (id: string, by: Part | undefined) => void;
}

function GroupEditor({ group, depth, onChange }: GroupProps) {
  const { t } = useTranslation();
  const add = (part: Part) => onChange(group.id, { ...group, parts: [...group.parts, part] });
  return (
    <fieldset className="rule-group" aria-label={t(`rules.group.${group.kind}`)}>
      <div className="rule-row">
        <Select
          value={group.kind}
          options={GROUP_KINDS.map((value) => ({ value, label: t(`rules.group.${value}`) }))}
          aria-label={t("rules.joined")}
          onChange={(kind) => onChange(group.id, { ...group, kind })}
          className="rule-kind"
        />
        <span className="spacer" />
        {depth > 1 && <Remove label={t("rules.removeGroup")} onClick={() => onChange(group.id, undefined)} />}
      </div>
      {group.parts.map((part) =>
        isGroup(part) ? (
          <GroupEditor key={part.id} group={part} depth={depth + 1} onChange={onChange} />
        ) : (
          <LeafEditor
            key={part.id}
            leaf={part}
            isOnly={depth === 1 && group.parts.length === 1}
            onChange={(by) => onChange(part.id, by)}
          />
        ),
      )}
      <div className="rule-row">
        <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={() => add(newLeaf())}>
          {t("rules.addCondition")}
        </Button>
        {depth < MAX_DEPTH && (
          <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={() => add(newGroup())}>
            {t("rules.addGroup")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface LeafProps {
  leaf: Leaf;
  isOnly: boolean;
  onChange: (by: Leaf | undefined) => void;
}

function LeafEditor({ leaf, isOnly, onChange }: LeafProps) {
  const { t } = useTranslation();
  const { subject, operator } = leaf;
  const isNamed = subject === "json" || subject === "header";
  return (
    <div className="rule-row">
      <Select
        value={subject}
        options={SUBJECTS.map((value) => ({ value, label: t(`rules.subject.${value}`) }))}
        aria-label={t("rules.subjectLabel")}
        onChange={(next) => onChange({ ...newLeaf(next), id: leaf.id })}
        className="rule-subject"
      />
      {isNamed && (
        <Input
          value={leaf.name}
          placeholder={subject === "json" ? "$.error.code" : "retry-after"}
          aria-label={t(subject === "json" ? "rules.path" : "rules.headerName")}
          onChange={({ target }) => onChange({ ...leaf, name: target.value })}
          className="rule-name mono"
        />
      )}
      <Select
        value={operator}
        options={OPERATORS[subject].map((value) => ({ value, label: t(`rules.operator.${value}`) }))}
        aria-label={t("rules.operatorLabel")}
        onChange={(next) => onChange({ ...leaf, operator: next })}
        className="rule-operator"
      />
      {subject === "stream" ? (
        <Select
          value={leaf.value}
          options={ENDS.map((value) => ({ value, label: t(`rules.end.${value}`) }))}
          aria-label={t("rules.value")}
          onChange={(next) => onChange({ ...leaf, value: next })}
          className="rule-value"
        />
      ) : (
        operator !== "exists" &&
        operator !== "missing" && (
          <Input
            value={leaf.value}
            suffix={subject === "latency_ms" ? "ms" : undefined}
            placeholder={subject === "status" && operator === "in" ? "429, 503" : undefined}
            aria-label={t("rules.value")}
            onChange={({ target }) => onChange({ ...leaf, value: target.value })}
            className="rule-value"
          />
        )
      )}
      {!isOnly && <Remove label={t("rules.removeCondition")} onClick={() => onChange(undefined)} />}
    </div>
  );
}
