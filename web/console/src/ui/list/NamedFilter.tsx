/** Narrows a list to one of very many by its id, looked for by name while it is typed. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ListPath, type Resource, type RowOf, readItem, readList } from "../../api/resources";
import type { paths } from "../../generated/api";
import { SearchSelect } from "../SearchSelect";
import type { Field } from "../useAddress";

const SHOWN = 20;

interface Props<L extends ListPath, I extends keyof paths> extends Field {
  of: Resource<L, I>;
  label: string;
  /** Where the resource's own name does not tell them apart. */
  nameOf?: (row: RowOf<L>) => string;
}

export function NamedFilter<L extends ListPath, I extends keyof paths>({
  of,
  label,
  nameOf = of.nameOf,
  ...props
}: Props<L, I>) {
  const { t } = useTranslation();
  const { value, onChange } = props;
  const [q, setQ] = useState("");
  const found = useQuery({
    queryKey: ["get", of.list, { params: { query: { q, limit: SHOWN } } }],
    queryFn: ({ signal }) => readList(of.list, { q, limit: SHOWN }, signal),
    placeholderData: keepPreviousData,
  });
  const rows = (found.data as { items: RowOf<L>[] } | undefined)?.items;
  const options =
    rows?.map((row) => ({ value: String((row as { id: number }).id), name: of.nameOf(row), label: nameOf(row) })) ?? [];
  const isElsewhere = value !== "" && rows !== undefined && !options.some((option) => option.value === value);
  const chosen = useQuery({
    queryKey: ["get", of.item, { id: value }],
    queryFn: ({ signal }) => readItem<RowOf<L>>(of.item, value, signal),
    enabled: isElsewhere,
    retry: false,
  });
  const called = chosen.data ? nameOf(chosen.data) : t("list.byId", { id: value });
  const elsewhere = { value, name: called, label: called };
  return (
    <SearchSelect
      allowClear
      q={q}
      onSearch={setQ}
      of={[found]}
      className="filter"
      placeholder={label}
      aria-label={label}
      value={value || null}
      options={isElsewhere && q === "" ? [elsewhere, ...options] : options}
      onChange={(id: string | null | undefined) => onChange(id ?? "")}
    />
  );
}
