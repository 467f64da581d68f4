import { BellOutlined, InboxOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { Button, Popover, Skeleton, Tag, Tooltip } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../auth/session";
import { askForNotifications } from "../live/alerts";
import { EmptyState } from "../ui/EmptyState";
import { ReadFailed } from "../ui/Loaded";
import { SettingSwitch } from "../ui/SettingSwitch";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { useDeskStats, useOffers, type useSessions } from "./queries";
import { isOfferedTo, type Session, TABS, type Tab, TONES, visitorName } from "./types";

interface Props {
  tab: Tab;
  list: ReturnType<typeof useSessions>;
  selected: string | undefined;
  onTab: (tab: Tab) => void;
  onOpen: (name: string) => void;
  onHelp: () => void;
}

/** Arrows go along the tabs, which the Tab key passes as one. */
function walkTabs({ key, currentTarget }: React.KeyboardEvent) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (!step) return;
  const tabs = [...currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const here = tabs.indexOf(document.activeElement as HTMLElement);
  tabs.at((here + step) % tabs.length)?.focus();
}

export function SessionList({ tab, list, selected, onTab, onOpen, onHelp }: Props) {
  const { t } = useTranslation();
  const stats = useDeskStats();
  const counts = stats && { ...stats, all: stats.waiting + stats.human + stats.bot + stats.closed };
  const offers = useOffers();
  const offered = new Set(offers.map((session) => session.session_name));
  const isNotOffered = (session: Session) => !offered.has(session.session_name);
  const rowOf = (session: Session) => (
    <SessionRow
      key={session.session_name}
      session={session}
      isSelected={session.session_name === selected}
      onOpen={() => onOpen(session.session_name)}
    />
  );
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (selected) box.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  return (
    <section className="session-list" aria-label={t("inbox.sessions")}>
      <header>
        <h1>{t("nav.inbox")}</h1>
        <span className="spacer" />
        <Popover content={<AlertSettings />} trigger="click" placement="bottomRight" arrow={false}>
          <Button type="text" size="small" icon={<BellOutlined />} aria-label={t("inbox.alerts")} />
        </Popover>
        <Tooltip title={t("inbox.shortcuts")}>
          <Button
            type="text"
            size="small"
            icon={<QuestionCircleOutlined />}
            aria-label={t("inbox.shortcuts")}
            onClick={onHelp}
          />
        </Tooltip>
      </header>
      <div className="session-tabs" role="tablist" aria-label={t("inbox.sessions")} onKeyDown={walkTabs}>
        {TABS.map((name) => {
          const count = counts?.[name];
          return (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={tab === name}
              tabIndex={tab === name ? 0 : -1}
              data-urgent={(name === "waiting" && (count ?? 0) > 0) || undefined}
              onClick={() => onTab(name)}
            >
              {t(`inbox.tab.${name}`)}
              {count !== undefined && <span className="count">{count > 999 ? "999+" : count}</span>}
            </button>
          );
        })}
      </div>
      <div className="session-rows" ref={box}>
        {offers.length > 0 && (
          <section className="session-offers" aria-label={t("inbox.offers")}>
            <h2>{t("inbox.offers")}</h2>
            {offers.map(rowOf)}
          </section>
        )}
        {list.error && !list.sessions ? (
          <ReadFailed error={list.error} retry={() => void list.refetch()} />
        ) : !list.sessions ? (
          <div className="session-skeletons">
            {[1, 2, 3].map((row) => (
              <Skeleton key={row} active avatar paragraph={{ rows: 1 }} />
            ))}
          </div>
        ) : list.sessions.length === 0 ? (
          <EmptyState icon={<InboxOutlined />} title={t(`inbox.empty.${tab}`)} hint={t(`inbox.emptyHint.${tab}`)} />
        ) : (
          <>
            {list.sessions.filter(isNotOffered).map(rowOf)}
            {list.hasNextPage && (
              <Button type="text" block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t("list.more")}
              </Button>
            )}
          </>
        )}
      </div>
    </section>
  );
}

function AlertSettings() {
  const { t } = useTranslation();
  return (
    <div className="profile-card">
      <SettingSwitch of="sound" label={t("inbox.sound")} />
      <SettingSwitch of="desktopNotifications" label={t("inbox.notifications")} allowed={askForNotifications} />
    </div>
  );
}

function SessionRow({ session, isSelected, onOpen }: { session: Session; isSelected: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const isForMe = isOfferedTo(session, useMe()?.id);
  const name = visitorName(session);
  return (
    <button
      type="button"
      className="session-row"
      aria-current={isSelected || undefined}
      data-unread={session.unread > 0 || undefined}
      onClick={onOpen}
      data-session={session.session_name}
    >
      <span className="session-row-top">
        <strong>{name}</strong>
        <Time value={session.waiting_since ?? session.updated_at} />
      </span>
      <span className="session-row-text">{session.last_message || t("inbox.noMessages")}</span>
      <span className="session-row-end">
        <Status tone={TONES[session.status]}>
          {session.status === "human" && session.operator ? session.operator.name : t(`session.${session.status}`)}
        </Status>
        {session.offer && <Tag color="warning">{t(isForMe ? "inbox.offeredTag" : "inbox.offerTag")}</Tag>}
        {session.unread > 0 && (
          <span className="unread">
            <span className="visually-hidden">{t("inbox.unread")} </span>
            {session.unread > 99 ? "99+" : session.unread}
          </span>
        )}
      </span>
    </button>
  );
}
