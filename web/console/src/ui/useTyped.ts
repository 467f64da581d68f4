import { useState } from "react";

/**
 * What is typed into a filter before it holds: once `commit` is called, as by Enter, or at once when it is cleared. A
 * value that comes from elsewhere takes its place.
 */
export function useTyped(value: string, onChange: (value: string) => void) {
  const [typed, setTyped] = useState({ of: value, text: value });
  if (typed.of !== value) setTyped({ of: value, text: value });
  const text = typed.of === value ? typed.text : value;
  const commit = (next = text) => {
    if (next.trim() !== value) onChange(next.trim());
  };
  const type = (next: string) => {
    setTyped({ of: value, text: next });
    if (next === "") commit("");
  };
  return { text, type, commit };
}
