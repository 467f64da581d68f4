/** What is known of providers: how each wants to be asked. */
import { tried } from "../../tried";
import type { Dialect, DialectPreset } from "../resources";

export const ALL_AUTOMATIC: Dialect = {
  reasoning: null,
  max_tokens_field: null,
  default_max_tokens: null,
  fills_properties: null,
  asks_for_stream_usage: null,
};

/** The provider that an address belongs to, as the gateway finds it. */
export function presetOf(presets: DialectPreset[], baseUrl: string): DialectPreset | undefined {
  const host = tried(() => new URL(baseUrl).hostname); // none until it is typed to its end
  return host ? presets.find((preset) => host === preset.host || host.endsWith(`.${preset.host}`)) : undefined;
}

const PRESET_FIELDS = ["reasoning", "max_tokens_field", "fills_properties", "asks_for_stream_usage"] as const;

/** The presets whose values these are: several providers want the same. None where all is automatic. */
export function presetsWith(presets: DialectPreset[], dialect: Dialect | undefined): DialectPreset[] {
  const own = (one: Dialect) => PRESET_FIELDS.map((name) => one[name] ?? null);
  const values = dialect && own(dialect);
  if (!values?.some((value) => value !== null)) return [];
  return presets.filter((preset) => own(preset.dialect).every((value, index) => value === values[index]));
}
