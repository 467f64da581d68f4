import { CopyButton } from "./CopyButton";

/** Code to paste elsewhere, with a button that copies it; `label` says what it is. */
export function CodeSample({ code, label }: { code: string; label: string }) {
  return (
    <figure className="code-sample" aria-label={label}>
      <pre>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by keyboard, too */}
        <code tabIndex={0}>{code}</code>
      </pre>
      <CopyButton size="small" text={code} label={label} />
    </figure>
  );
}
