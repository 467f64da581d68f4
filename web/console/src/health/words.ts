/** What health says, in the reader's language; what has no words stands as it is. */
import { useTranslation } from "react-i18next";

export function useHealthWords() {
  const { t, i18n } = useTranslation();
  const wordsOf = (key: string, code: string): string => (i18n.exists(key) ? t(key as never) : code);
  return {
    stateOf: (status: string) => wordsOf(`health.state.${status}`, status),
    factOf: (name: string) => {
      const status = name.startsWith("tasks_") ? name.slice("tasks_".length) : undefined;
      return status ? wordsOf(`task.status.${status}`, status) : wordsOf(`health.fact.${name}`, name);
    },
    loopOf: (name: string) => wordsOf(`health.loop.${name.replaceAll(".", "_")}`, name),
  };
}
