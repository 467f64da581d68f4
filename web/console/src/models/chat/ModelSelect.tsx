import { keepPreviousData } from "@tanstack/react-query";
import { t } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";
import { useCan } from "../../auth/session";
import { problemText } from "../../gateway/queries";
import { SearchSelect } from "../../ui/SearchSelect";
import type { Field } from "../../ui/useAddress";
import type { Deployment } from "../resources";

const SHOWN = 50;

type Stands = Pick<Deployment, "status" | "reason" | "because">;

function whyNotReady({ status, reason, because }: Stands) {
  if (status === "ready") return null;
  return reason ? problemText({ message: reason, reason: because }) : t(`deployment.status.${status}`);
}

/** With why it would not answer now, if so. */
function optionOf(name: string, problem: string | null | undefined) {
  if (!problem) return { value: name, name, label: name };
  const label = (
    <>
      {name} <span className="soft small">{problem}</span>
    </>
  );
  return { value: name, name, label, title: `${name}: ${problem}` };
}

/** One of the deployments of routes and of the routes, looked for while it is typed. */
export function ModelSelect({ label, value, onChange, isOptional }: Field & { label: string; isOptional?: boolean }) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const mayReadRoutes = useCan()("gateway.read");
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
    { ...kept, enabled: mayReadRoutes },
  );
  const groups = [
    {
      label: t("nav.deployments"),
      options: (deployments.data?.items ?? []).map((one) => optionOf(one.name, whyNotReady(one))),
    },
    {
      label: t("gateway.routes"),
      options: (routes.data?.items ?? []).map(({ model, problem }) =>
        optionOf(model, problem && problemText({ message: "", reason: problem })),
      ),
    },
  ];
  return (
    <SearchSelect
      className="chat-model"
      aria-label={label}
      placeholder={label}
      allowClear={isOptional ?? false}
      q={q}
      onSearch={setQ}
      of={mayReadRoutes ? [deployments, routes] : [deployments]}
      value={value || null}
      options={groups.filter(({ options }) => options.length > 0)}
      onChange={(model: string | null | undefined) => onChange(model ?? "")}
    />
  );
}
