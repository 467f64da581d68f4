import { keepPreviousData } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";
import { useCan } from "../../auth/session";
import type { Field } from "../../ui/useAddress";

const SHOWN = 50;

/** One of the deployments of routes and of the routes, looked for while it is typed. */
export function ModelSelect({ label, value, onChange, isOptional }: Field & { label: string; isOptional?: boolean }) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const kept = { placeholderData: keepPreviousData };
  const deployments = reads.useQuery(
    "get",
    "/api/deployments",
    { params: { query: { q, kind: "route", limit: SHOWN } } },
    kept,
  );
  const routes = reads.useQuery(
    "get",
    "/api/admin/routes",
    { params: { query: { q, limit: SHOWN } } },
    { ...kept, enabled: useCan()("gateway.read") },
  );
  const named = (names: string[] = []) => names.map((name) => ({ value: name, label: name }));
  const groups = [
    { label: t("nav.deployments"), options: named(deployments.data?.items.map(({ name }) => name)) },
    { label: t("gateway.routes"), options: named(routes.data?.items.map(({ model }) => model)) },
  ];
  return (
    <Select
      className="chat-model"
      aria-label={label}
      placeholder={label}
      allowClear={isOptional ?? false}
      showSearch={{ filterOption: false, onSearch: setQ }}
      value={value || null}
      options={groups.filter(({ options }) => options.length > 0)}
      notFoundContent={t("list.nothing")}
      onChange={(model: string | null | undefined) => onChange(model ?? "")}
    />
  );
}
