import { Input, Select, type SelectProps } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
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

interface TextProps extends Field {
  label: string;
  /** It holds while one types, too. */
  isLive?: boolean;
}

/** A filter of free text: holds once Enter is pressed or the field is left, or at once when it is cleared. */
export function TextFilter({ label, value, onChange, isLive = false }: TextProps) {
  const { text, type, commit } = useTyped(value, onChange);
  const rested = useRested(text);
  const [isComposing, setComposing] = useState(false); // what an input method holds is no word yet
  const settle = useEffectEvent(() => isLive && !isComposing && rested === text && commit(rested));
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that somebody rests
  useEffect(() => void settle(), [rested, isComposing]);
  return (
    <Input
      allowClear
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

/** What is typed into a filter before it holds: by `commit`, or at once when it is cleared. A value from elsewhere takes its place. */
export function useTyped(value: string, onChange: (value: string) => void) {
  const [typed, setTyped] = useState({ of: value, sent: value, text: value });
  const isOwn = typed.of === value || typed.sent === value; // what was typed since it was sent stays
  if (typed.of !== value) setTyped(isOwn ? { ...typed, of: value } : { of: value, sent: value, text: value });
  const text = isOwn ? typed.text : value;
  const commit = (next = text) => {
    setTyped({ of: value, sent: next.trim(), text: next });
    if (next.trim() !== value) onChange(next.trim());
  };
  const type = (next: string) => {
    setTyped({ ...typed, of: value, text: next });
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
