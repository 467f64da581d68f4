import { MessageOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { client } from "../api/client";
import { useCan, useMe } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { usePageTitle } from "../ui/Page";
import { PerRow } from "../ui/RowDrawer";
import { useAction, useConfirm } from "../ui/useAction";
import { useAddress, useMark } from "../ui/useAddress";
import { useIsNarrow } from "../ui/useMedia";
import { useOpenOn } from "../ui/useOpenOn";
import { CustomerPane } from "./CustomerPane";
import { forgetSession, SESSION, sessionAt, useSession, useSessions } from "./queries";
import { type Moves, useSessionActions } from "./SessionActions";
import { SessionList } from "./SessionList";
import { ShortcutHelp, useShortcuts } from "./shortcuts";
import { Thread } from "./Thread";
import { TransferDrawer } from "./TransferDrawer";
import { addressOf, isMine, isOfferedTo, TABS, type Tab, tabOf, visitorName } from "./types";

export function InboxPage() {
  const { t } = useTranslation();
  const { name: asked } = useParams();
  const name = asked === "stats" ? undefined : asked; // these are counts, under the sessions' path
  const navigate = useNavigate();
  const { values, set } = useAddress(["tab"] as const);
  const mark = useMark();
  const me = useMe();
  const mayWrite = useCan()("desk.write");
  const { data: session, error } = useSession(name);
  const tab: Tab = TABS.find((known) => known === values.tab) ?? (session ? tabOf(session, me?.id) : "waiting");
  const list = useSessions(tab);
  const { act, busy } = useSessionActions(name);
  const isNarrow = useIsNarrow(860);
  const isWide = !useIsNarrow(1240);
  const [isPaneOpen, setPaneOpen] = useState(true);
  const transferring = useOpenOn(name);
  const confirm = useConfirm();
  const { run } = useAction();
  const queries = useQueryClient();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const composer = useRef<TextAreaRef>(null);

  const open = (next: string | undefined) =>
    void navigate(next ? addressOf({ session_name: next }, tab) : `/inbox?tab=${tab}`);
  const names = list.sessions?.map((item) => item.session_name) ?? [];
  const at = names.indexOf(name ?? ""); // -1, before the first, where it is in no list here
  const step = (by: number) => {
    const next = names[Math.min(names.length - 1, Math.max(0, at + by))];
    if (next) open(next);
  };
  const closeAndGoOn = async () => {
    const next = names[at + 1];
    const isHere = mark();
    if ((await act("close")) && isHere()) open(next);
  };
  const begin = async (action: "takeover" | "accept") => {
    const isHere = mark();
    if (!(await act(action)) || !isHere()) return;
    if (action === "accept" || tab === "waiting") set({ tab: "mine" });
    setTimeout(() => composer.current?.focus(), 50);
  };
  const erase = () => {
    if (!session) return;
    const isHere = mark();
    confirm(t("inbox.eraseTitle", { name: visitorName(session) }), t("inbox.eraseHint"), t("inbox.eraseAction"), () =>
      run(async () => {
        await client.DELETE(SESSION, sessionAt(session.session_name));
        if (isHere()) open(undefined);
        forgetSession(queries, session.session_name);
      }, t("inbox.erased")),
    );
  };
  const moves: Moves = {
    takeover: () => void begin("takeover"),
    accept: () => void begin("accept"),
    decline: () => void act("decline"),
    release: () => void act("release"),
    close: () => void closeAndGoOn(),
    reopen: () => void act("reopen"),
    transfer: transferring.open,
    erase,
  };
  const isOfferedToMe = session !== undefined && isOfferedTo(session, me?.id);
  const isHeldByMe = session?.status === "human" && isMine(session, me?.id);
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    r: () => composer.current?.focus(),
    ...(mayWrite && {
      a: () => {
        if (isOfferedToMe) moves.accept();
        else if (session?.status === "waiting" || session?.status === "bot") moves.takeover();
      },
      e: () => isHeldByMe && moves.close(),
      t: () => isHeldByMe && !session.offer && moves.transfer(),
    }),
    "?": () => setHelpOpen(true),
  });

  usePageTitle(t("nav.inbox"));

  const isPaneShown = session !== undefined && isPaneOpen && isWide;
  return (
    <div className="inbox" data-open={name !== undefined || undefined} data-pane={isPaneShown || undefined}>
      {(!isNarrow || !name) && (
        <SessionList
          tab={tab}
          list={list}
          selected={name}
          onTab={(next) => set({ tab: next })}
          onOpen={open}
          onHelp={() => setHelpOpen(true)}
        />
      )}
      {name ? (
        error && !session ? (
          <section className="thread">
            <EmptyState title={t("inbox.gone")} hint={error.message}>
              {isNarrow && <Button onClick={() => open(undefined)}>{t("inbox.back")}</Button>}
            </EmptyState>
          </section>
        ) : (
          <Thread
            key={name}
            name={name}
            session={session}
            composer={composer}
            busy={busy}
            moves={moves}
            onBack={isNarrow ? () => open(undefined) : undefined}
            pane={isWide ? { isOpen: isPaneOpen, toggle: () => setPaneOpen(!isPaneOpen) } : undefined}
          />
        )
      ) : (
        !isNarrow && (
          <section className="thread">
            <EmptyState icon={<MessageOutlined />} title={t("inbox.chooseTitle")} hint={t("inbox.chooseHint")} />
          </section>
        )
      )}
      {isPaneShown && <CustomerPane session={session} />}
      <PerRow id={name}>
        {name && <TransferDrawer name={name} isOpen={transferring.isOpen} onClose={transferring.close} />}
      </PerRow>
      <ShortcutHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
