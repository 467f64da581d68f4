/** Resources of the contract that are listed, made, changed and deleted, each by two of its paths. */
import type { QueryClient } from "@tanstack/react-query";
import type { paths } from "../generated/api";
import type en from "../locales/en.json";
import type { Keeper } from "../ui/useKept";
import { client, type Query } from "./client";

type Json<R> = R extends { content: { "application/json": infer Body } } ? Body : never;

/** What reading a path answers. */
export type Answer<P extends keyof paths> = paths[P] extends { get: { responses: { 200: infer R } } } ? Json<R> : never;

/** Paths that answer pages of a list. */
export type ListPath = {
  [P in keyof paths]: Answer<P> extends { items: { id: string | number }[]; total: number } ? P : never;
}[keyof paths];

export type RowOf<P extends ListPath> =
  Answer<P> extends { items: (infer Row extends { id: string | number })[] } ? Row : never;

/** Paths that answer pages, whatever tells one row from another. */
export type PagePath = {
  [P in keyof paths]: Answer<P> extends { items: object[]; total: number } ? P : never;
}[keyof paths];

export type ItemOf<P extends PagePath> = Answer<P> extends { items: (infer Row extends object)[] } ? Row : never;

/** What may be asked of a list, but for its pages. */
export type FiltersOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? Omit<NonNullable<Q>, "limit" | "offset">
  : never;

/** What a call is sent. */
type BodyOf<Call> = Call extends { requestBody: infer R } ? Json<R> : never;

export type ChangesOf<I extends keyof paths> = BodyOf<paths[I]["patch"]>;

/** What one is made of. */
export type MadeOf<L extends keyof paths> = BodyOf<paths[L]["post"]>;

/** What is answered when one was made. */
export type CreatedOf<L extends keyof paths> = paths[L]["post"] extends { responses: { 201: infer R } }
  ? Json<R>
  : never;

/** What it takes to make, change and delete; the server holds it, the console follows. */
export type ChangePermission =
  `${"assistants" | "gateway" | "keys" | "merchants" | "models" | "schedules" | "users"}.write`;

interface Traits<Row, Changes> {
  /** Its texts in the locales, under `resource`. */
  words: keyof (typeof en)["resource"];
  permission: ChangePermission;
  nameOf: (row: Row) => string;
  /** What the list is searched for, as `q`: "list.search" is by name. */
  searchedBy?: "list.search" | "gateway.search" | "gateway.searchModel" | "pool.search";
  /** The field by which a row is switched on and off. */
  switchedBy?: keyof Row & keyof Changes;
  /** Objects of it that a change replaces as a whole; of others the server merges what is sent. */
  replaced?: readonly (keyof Changes & string)[];
  /** What deleting it means, where that is not the same for all. */
  deleteHint?: (row: Row) => string;
  /** What must go before it does, as it is when that is asked; the words are its `kept`. */
  keptBy?: (row: Row) => Promise<Keeper[]>;
  /** What else goes with it when it is deleted, in words. */
  lost?: (row: Row) => string | undefined;
  /** Paths of others whose reads hang on these rows. */
  also?: readonly (keyof paths)[];
}

/** Where a resource is listed, where one of it stands, and what its pages need to know of it. */
export interface Resource<L extends ListPath, I extends keyof paths> extends Traits<RowOf<L>, ChangesOf<I>> {
  list: L;
  item: I;
}

export function resource<L extends ListPath, I extends keyof paths>(
  list: L,
  item: I,
  traits: Traits<RowOf<L>, ChangesOf<I>>,
): Resource<L, I> {
  return { list, item, ...traits };
}

/** All paths that are read again once one of them has changed. */
export const readsOf = ({ list, also = [] }: { list: keyof paths; also?: readonly (keyof paths)[] }) => [list, ...also];

/** The one parameter in an item's path, filled in: `{rule_id}`. */
export function parametersOf(path: string, id: string | number): { path: Record<string, string | number> } {
  return { path: { [/\{(\w+)\}/.exec(path)?.[1] ?? "id"]: id } };
}

// which path it is, is known only where the resource is named: there the types check the contract
type AnyCall = (path: string, init: object) => Promise<{ data?: unknown }>;

export const createItem = async <L extends keyof paths>(list: L, body: MadeOf<L>): Promise<CreatedOf<L>> =>
  (await (client.POST as AnyCall)(list, { body: body as object })).data as CreatedOf<L>;

export const changeItem = <I extends keyof paths>(item: I, id: string | number, body: ChangesOf<I>) =>
  (client.PATCH as AnyCall)(item, { params: parametersOf(item, id), body });

export const deleteItem = (item: keyof paths, id: string | number) =>
  (client.DELETE as AnyCall)(item, { params: parametersOf(item, id) });

export const readList = async <L extends keyof paths>(
  list: L,
  query: Query,
  signal: AbortSignal,
  path?: Record<string, string>,
): Promise<Answer<L>> => (await (client.GET as AnyCall)(list, { params: { query, path }, signal })).data as Answer<L>;

export const readItem = async <Row>(item: keyof paths, id: string | number, signal: AbortSignal): Promise<Row> =>
  (await (client.GET as AnyCall)(item, { params: parametersOf(item, id), signal })).data as Row;

/** All that was read under these paths is read again where it is shown, and forgotten elsewhere. */
export function readAgain(queries: QueryClient, below: readonly string[]): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [method, path] }) =>
      method === "get" && below.some((start) => (path as string).startsWith(start)),
  });
}
