export type Tone = "good" | "near" | "bad" | "calm" | "active";

/** A dot and a word: colour never stands alone and only where it means something. */
export function Status({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className="status" data-tone={tone}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}
