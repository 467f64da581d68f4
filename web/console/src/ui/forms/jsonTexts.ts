/** Forms that hold objects as texts of JSON: the server names entries of the objects, which are no fields of the form. */
import i18next from "i18next";
import { ApiError } from "../../api/errors";

/** What is wrong with an entry of an object stands at the field that holds its text (`fields`, by the object's name), and names the entry. */
export function atTexts(error: unknown, fields: Record<string, string>): unknown {
  if (!(error instanceof ApiError)) return error;
  const messages = new Map<string, string[]>();
  for (const { field, message } of error.fieldErrors) {
    const [name = "", ...entry] = field.replace(/^body\./, "").split(".");
    const text = fields[name];
    const words =
      text && entry.length > 0 ? i18next.t("form.entry", { name: entry.join("."), problem: message }) : message;
    const place = text ?? field;
    messages.set(place, [...(messages.get(place) ?? []), words]);
  }
  const errors = [...messages].map(([field, all]) => ({ field, message: all.join("; ") }));
  const { status, code, message, details } = error;
  return new ApiError(status, { code, message, details: errors.length > 0 ? { errors } : details });
}
