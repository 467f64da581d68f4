import { CloseCircleFilled } from "@ant-design/icons";
import { Input, Select, type SelectProps } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigationType } from "react-router";
import type { Field } from "./useAddress";

const PAUSE_MS = 200;

interface Props extends Field, Pick<SelectProps<string>, "showSearch" | "popupMatchSelectWidth" | "placeholder"> {
  label: string;
  options: { value: string; label: string }[];
}

/** A filter by one of a few values; one that is not among them counts as none. */
export function ChoiceFilter({ label, value, options, onChange, ...props }: Props) {
  return (
    <Select
      allowClear
      className="filter"
      placeholder={label}
      aria-label={label}
      value={options.some((option) => option.value === value) ? value : null}
      options={options}
      onChange={(chosen: string | null | undefined) => onChange(chosen ?? "")}
      {...props}
    />
  );
}

/** The × of a field for text: a button without words. */
export function useClearable() {
  const { t } = useTranslation();
  return { clearIcon: <CloseCircleFilled aria-label={t("action.clearField")} /> };
}

interface TextProps extends Field {
  label: string;
  /** Each look costs the server so much that it waits until Enter is pressed or the field is left. */
  isCostly?: boolean;
}

/** A filter of free text: holds once one rests while typing, at once when Enter is pressed, the field is left or cleared. */
export function TextFilter({ label, value, onChange, isCostly = false }: TextProps) {
  const { text, type, commit } = useTyped(value, onChange);
  const rested = useRested(text);
  const [isComposing, setComposing] = useState(false); // what an input method holds is no word yet
  const settle = useEffectEvent(() => !isCostly && !isComposing && rested === text && commit(rested));
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that somebody rests
  useEffect(() => void settle(), [rested, isComposing]);
  return (
    <Input
      allowClear={useClearable()}
      className="filter-input"
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={({ target }) => type(target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onPressEnter={() => commit()}
      onBlur={() => commit()}
    />
  );
}

/**
 * What is typed into a filter before it holds: by `commit`, or at once when it is cleared. A value from elsewhere takes
 * its place, and so does another address; that of another filter, which replaces the one before, does not.
 */
export function useTyped(value: string, onChange: (value: string) => void) {
  const { key } = useLocation();
  const isReplaced = useNavigationType() === "REPLACE";
  const [typed, setTyped] = useState({ of: value, sent: value, text: value, at: key });
  const isHere = isReplaced || typed.at === key;
  const isOwn = isHere && (typed.of === value || typed.sent === value); // what was typed since it was sent stays
  if (typed.of !== value || typed.at !== key)
    setTyped(isOwn ? { ...typed, of: value, at: key } : { of: value, sent: value, text: value, at: key });
  const text = isOwn ? typed.text : value;
  const commit = (next = text) => {
    setTyped({ of: value, sent: next.trim(), text: next, at: key });
    if (next.trim() !== value) onChange(next.trim());
  };
  const type = (next: string) => {
    setTyped({ ...typed, of: value, text: next, at: key });
    if (next === "") commit("");
  };
  return { text, type, commit };
}

/** What is typed, once it has rested. */
export function useRested(typed: string, pauseMs = PAUSE_MS): string {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, pauseMs]);
  return rested;
}
