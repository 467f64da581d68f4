import { CodeSample } from "../../ui/CopyButton";

/** A long text behind a word. */
export function Folded({ words, text }: { words: string; text: string }) {
  return (
    <details>
      <summary>{words}</summary>
      <CodeSample label={words} code={text} />
    </details>
  );
}
