import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../auth/session";
import { GATEWAY_TABS, PLACES } from "../navigation";
import { type Find, MOST, SOURCES, type Source } from "./sources";

interface FindGroup {
  group: Source["group"] | "pages";
  finds: Find[];
}

const PAUSE_MS = 200;

/** What is typed, once it has rested. */
function useRested(typed: string): string {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return rested;
}

/** The pages that this person may see: all of them, or those whose name or address has what is typed. */
function usePages(typed: string): Find[] {
  const { t } = useTranslation();
  const can = useCan();
  const places = PLACES.filter(({ permission }) => can(permission)).map(({ path, key }) => ({
    path,
    label: t(`nav.${key}`),
  }));
  const tabs = GATEWAY_TABS.filter(({ permission }) => can(permission)).map(({ key, label }) => ({
    path: `/gateway/${key}`,
    label: `${t("nav.gateway")}: ${t(label)}`,
  }));
  const account = { path: "/account", label: t("account.title") };
  const pages = [...places, ...tabs, account].map((page) => ({ ...page, hint: page.path }));
  const sought = typed.toLowerCase();
  return sought ? pages.filter(({ path, label }) => `${label} ${path}`.toLowerCase().includes(sought)) : pages;
}

/** What the palette shows for what is typed; `isAsking` while the server has not answered for it. */
export function useFinds(typed: string): { groups: FindGroup[]; isAsking: boolean } {
  const can = useCan();
  const pages = usePages(typed);
  const rested = useRested(typed);
  const answers = useQueries({
    queries: SOURCES.map(({ group, permission, isFor, find }) => ({
      queryKey: ["palette", group, rested],
      queryFn: ({ signal }: { signal: AbortSignal }) => find(rested, signal),
      enabled: rested !== "" && can(permission) && (isFor?.(rested) ?? true),
      placeholderData: keepPreviousData,
      retry: false,
    })),
  });
  const found = SOURCES.map(({ group }, index) => ({ group, finds: (rested && answers[index]?.data) || [] }));
  const groups = [{ group: "pages" as const, finds: typed ? pages.slice(0, MOST) : pages }, ...found];
  return {
    groups: groups.filter(({ finds }) => finds.length > 0),
    isAsking: typed !== rested || answers.some(({ isFetching }) => isFetching),
  };
}
