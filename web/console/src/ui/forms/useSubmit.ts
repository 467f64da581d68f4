/** Sends a form: the server's word on a field stands at that field, and what was typed stays. */
import type { FormInstance } from "antd";
import i18next from "i18next";
import { useCallback, useState } from "react";
import { ApiError, type FieldError, messageOf } from "../../api/errors";
import { useNotices } from "../useNotices";

/** To a field that is wrong, with the focus: into the middle, as a drawer's head and foot cover what is at the edges. */
export const SCROLL = { block: "center", focus: true } as const;

/** `done` is said once the work has succeeded; `submit` answers whether it has. */
export function useSubmit<T extends object>(
  form: FormInstance<T>,
  work: (values: T) => Promise<unknown>,
  done?: string,
) {
  const notices = useNotices();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async (values: T): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work(values);
      if (done) notices.success(done);
      return true;
    } catch (error) {
      const errors = error instanceof ApiError ? error.fieldErrors : [];
      if (!showAtFields(form as unknown as FormInstance<object>, errors)) setProblem(messageOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const forget = useCallback(() => setProblem(undefined), []);
  return { submit, isBusy, problem, forget };
}

/** True when every error found its field. Field names come as "retry.max_attempts", perhaps under "body.". */
function showAtFields(form: FormInstance<object>, errors: FieldError[]): boolean {
  if (errors.length === 0) return false;
  const known = new Set(Object.keys(form.getFieldsValue() as object));
  let isComplete = true;
  let top: string[] | undefined;
  for (const { field, message, remedy } of errors) {
    // what is wrong with one of a list's values stands at the list
    const path = field.replace(/^body\.|\.\d+$/g, "").split(".");
    const first = path[0] ?? "";
    if (!known.has(first) && form.getFieldInstance(path as never) === undefined) isComplete = false;
    else {
      form.setFields([{ name: path as never, errors: [message] }]);
      top ??= path;
    }
    if (remedy && form.getFieldInstance(remedy as never) !== undefined)
      form.setFields([{ name: remedy as never, warnings: [i18next.t(`form.remedy.${remedy}`)] }]);
  }
  if (top) form.scrollToField(top as never, SCROLL);
  return isComplete;
}
