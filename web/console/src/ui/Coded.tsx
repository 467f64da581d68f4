interface Props {
  /** Without any, the code alone is shown. */
  words: string | undefined;
  code: string;
}

/** What a code of the server means, in the reader's language; the code itself stands small behind it. */
export function Coded({ words, code }: Props) {
  if (words === undefined) return <span className="mono">{code}</span>;
  return (
    <>
      {words} <span className="mono soft small">{code}</span>
    </>
  );
}
