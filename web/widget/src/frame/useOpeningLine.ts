import { useEffect, useState } from "preact/hooks";

/** What the assistant says first: its own line, `fallback` where it has none; undefined until that is known. */
export function useOpeningLine(assistant: string, fallback: string): string | undefined {
  const [line, setLine] = useState<string>();
  useEffect(() => {
    const stop = new AbortController();
    const query = assistant ? `?${new URLSearchParams({ assistant })}` : "";
    fetch(`/embed/assistant.json${query}`, { credentials: "omit", signal: stop.signal })
      .then(async (answer) => (answer.ok ? ((await answer.json()) as { opening_line: string }).opening_line : ""))
      .catch(() => "")
      .then((own) => {
        if (!stop.signal.aborted) setLine(own || fallback);
      });
    return () => stop.abort();
  }, [assistant, fallback]);
  return line;
}
