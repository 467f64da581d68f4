/** Values of tensors as people write them: JSON arrays, one within another. */
import i18next from "i18next";
import type { Tensor } from "../../api/inference";
import { tried } from "../../tried";
import type { Tensor as Declared } from "../resources";

const MOST_VALUES = 1_000_000;
const FREE = 1; // what a size is in an example that the model leaves free
const INTEGER = /^U?INT/;

/** What an input may be: zeros, or texts, in its shape; nothing where that would be too many. */
export function exampleOf({ datatype, shape }: Declared): unknown {
  const value = datatype === "BOOL" ? false : datatype === "BYTES" ? "text" : 0;
  const count = (shape ?? []).reduce((product, size) => product * Math.max(size, FREE), FREE);
  if (count > MOST_VALUES) return [];
  return (shape ?? [FREE]).reduceRight<unknown>((inner, size) => Array(size < 0 ? FREE : size).fill(inner), value);
}

/** An example as text: each row of the last size on a line of its own. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value).replaceAll("],[", "],\n[").replaceAll(",", ", ").replaceAll(", \n", ",\n");

/** The sizes of arrays within one another; undefined where they are uneven. */
function shapeOf(value: unknown): number[] | undefined {
  if (!Array.isArray(value)) return [];
  const [first, ...others] = value.map(shapeOf);
  if (value.length === 0) return [0];
  if (!first || others.some((other) => String(other) !== String(first))) return undefined;
  return [value.length, ...first];
}

function isOf(datatype: string | null, value: unknown): boolean {
  if (datatype === "BOOL") return typeof value === "boolean";
  if (datatype === "BYTES") return typeof value === "string";
  return Number.isFinite(value) && (!INTEGER.test(datatype ?? "") || Number.isSafeInteger(value)); // JSON has no infinity
}

const fits = (shape: number[], wanted: Declared["shape"]): boolean =>
  !wanted ||
  (shape.length === wanted.length && wanted.every((size, place) => size < 0 || size === shape[place])) ||
  // empty within an empty one says nothing of the sizes behind
  (shape.at(-1) === 0 && shape.length < wanted.length);

/** A tensor as it is sent. Throws what is wrong with the text, in words. */
export function tensorOf(declared: Declared, text: string): Tensor {
  const { name, datatype, shape: wanted } = declared;
  if (text.trim() === "") throw new Error(i18next.t("form.required"));
  const value = tried(() => JSON.parse(text) as unknown);
  if (value === undefined) throw new Error(i18next.t("playground.notJson"));
  const shape = shapeOf(value);
  if (!shape) throw new Error(i18next.t("playground.uneven"));
  if (!fits(shape, wanted)) {
    const words = { shape: shape.join(", "), wanted: sizes(wanted ?? []) };
    throw new Error(i18next.t("playground.wrongShape", words));
  }
  const data = [value].flat(Number.POSITIVE_INFINITY);
  if (!data.every((one) => isOf(datatype, one))) throw new Error(typeWords(datatype));
  return { name, datatype: datatype ?? "", shape, data };
}

/** A whole request of examples. */
export const requestOf = (inputs: Declared[]): { inputs: Tensor[] } => ({
  inputs: inputs.map((input) => tensorOf(input, textOf(exampleOf(input)))),
});

function typeWords(datatype: string | null): string {
  if (datatype === "BOOL") return i18next.t("playground.notBoolean");
  if (datatype === "BYTES") return i18next.t("playground.notText");
  return i18next.t(INTEGER.test(datatype ?? "") ? "playground.notInteger" : "playground.notNumber", { datatype });
}

const sizes = (shape: number[]): string => shape.map((size) => (size < 0 ? "?" : size)).join(", ");

/** Flat values as arrays within one another. */
export function nested({ shape, data }: Pick<Tensor, "shape" | "data">): unknown {
  const [size, ...inner] = shape;
  if (size === undefined) return data[0];
  const step = size === 0 ? 0 : data.length / size;
  return Array.from({ length: size }, (_, place) =>
    nested({ shape: inner, data: data.slice(place * step, (place + 1) * step) }),
  );
}
