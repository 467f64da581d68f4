import type { FormInstance } from "antd";

/** Fills in what was chosen for somebody: as if they had typed it, so that it is not left unasked. */
export function fillIn(form: FormInstance, values: object, at: string[] = []): void {
  form.setFields(Object.entries(values).map(([name, value]) => ({ name: [...at, name], value, touched: true })));
}
