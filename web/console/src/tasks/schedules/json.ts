import i18next from "i18next";
import { isRecord } from "../../tried";

/** What is wrong with the text of a payload, in words; nothing at all stands for an empty one. */
export function problemOfJson(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  try {
    return isRecord(JSON.parse(text)) ? undefined : i18next.t("schedule.notAnObject");
  } catch (error) {
    // the browser's own words are English
    const [, line, column] = /line (\d+),? column (\d+)/.exec(String(error)) ?? [];
    return line ? i18next.t("schedule.notJsonAt", { line, column }) : i18next.t("schedule.notJson");
  }
}

/** As a form's field wants it. */
export async function checkJson(_: unknown, text: string | undefined): Promise<void> {
  const problem = problemOfJson(text ?? "");
  if (problem) throw new Error(problem);
}
