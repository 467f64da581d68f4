interface Props {
  words: string;
  code: string;
}

/** What a code of the server means, in the reader's language; the code itself stands small behind it. */
export function Coded({ words, code }: Props) {
  return (
    <>
      {words} <span className="mono soft small">{code}</span>
    </>
  );
}
