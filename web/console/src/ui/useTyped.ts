import { useState } from "react";

/** What is typed into a filter before it holds; a value that comes from elsewhere takes its place. */
export function useTyped(value: string): [string, (typed: string) => void] {
  const [typed, setTyped] = useState({ of: value, text: value });
  if (typed.of !== value) setTyped({ of: value, text: value });
  return [typed.of === value ? typed.text : value, (text) => setTyped({ of: value, text })];
}
