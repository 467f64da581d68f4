import { useTranslation } from "react-i18next";
import { Coded } from "../ui/Coded";

/** What a kind of task does, in words where there are some. */
export function useKindWords(): (kind: string) => string | undefined {
  const { t, i18n } = useTranslation();
  return (kind) => {
    const key = `task.kindOf.${kind.replace(".", "_")}`;
    return i18n.exists(key) ? t(key as never) : undefined;
  };
}

export function TaskKind({ kind }: { kind: string }) {
  const words = useKindWords()(kind);
  return words ? <Coded words={words} code={kind} /> : <span className="mono">{kind}</span>;
}
