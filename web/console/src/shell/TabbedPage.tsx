import { Tabs } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useCan } from "../auth/session";
import { Page } from "../ui/Page";
import { type PathOf, type TabbedPlace, tabsFor } from "./navigation";

interface Props<P extends TabbedPlace> {
  place: P;
  description: string;
  panels: Record<PathOf<P>, ReactNode>;
}

/** Part of an element's id. */
const keyOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The pages of one place, each a tab with an address and a title. Which may be seen at all is decided before. */
export function TabbedPage<P extends TabbedPlace>({ place, description, panels }: Props<P>) {
  const { t } = useTranslation();
  const { section } = useParams();
  const navigate = useNavigate();
  const tabs = tabsFor(place, useCan());
  const path = section ? `/${place}/${section}` : `/${place}`;
  const title = t(`nav.${place}`);
  const label = tabs.find((tab) => tab.path === path)?.label;
  const name = label ? t(label) : title;
  return (
    <Page title={title} tabTitle={name === title ? title : `${name} · ${title}`} description={description}>
      <Tabs
        activeKey={keyOf(path)}
        onChange={(next) => void navigate(tabs.find((tab) => keyOf(tab.path) === next)?.path ?? path)}
        destroyOnHidden
        items={tabs.map((tab) => ({
          key: keyOf(tab.path),
          label: t(tab.label),
          children: panels[tab.path as PathOf<P>],
        }))}
      />
    </Page>
  );
}
