import { ArrowLeftOutlined, ProfileOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Skeleton, Tooltip } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { PendingMessage, Person } from "../../../shared/thread";
import { useCan, useMe } from "../auth/session";
import { ReadFailed } from "../ui/Loaded";
import { Status } from "../ui/Status";
import { Composer } from "./Composer";
import { Unverified } from "./CustomerPane";
import { draftName, dropDraft, putBack } from "./drafts";
import { MessageRow, PendingRow } from "./MessageRow";
import { SecondsLeft } from "./OfferNotices";
import { readSessionAgain } from "./queries";
import { type Moves, type SessionAction, SessionActions } from "./SessionActions";
import { isMine, isOfferedTo, type Session, TONES, visitorName } from "./types";
import { useThread } from "./useThread";

interface Props {
  name: string;
  session: Session | undefined;
  composer: RefObject<TextAreaRef | null>;
  busy: SessionAction | undefined;
  moves: Moves;
  onBack: (() => void) | undefined;
  pane: { isOpen: boolean; toggle: () => void } | undefined;
}

const NEAR_END = 240; // pixels

export function Thread(props: Props) {
  const { name, session, composer, onBack, pane } = props;
  const { t } = useTranslation();
  const open = useThread(name);
  const { thread, loading } = open;
  const end = useRef<HTMLDivElement>(null);
  const size = thread.messages.length + thread.pending.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the conversation's growth
  useEffect(() => {
    const box = end.current?.parentElement;
    if (!box) return;
    const isNearEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
    if (isNearEnd || loading === "ready") end.current?.scrollIntoView({ block: "end" });
  }, [size, thread.draft, loading]);

  // Composer and banners grow and take the room from below: who was at the end stays there.
  useEffect(() => {
    const box = end.current?.parentElement;
    if (!box || loading !== "ready") return;
    let height = box.clientHeight;
    const watch = new ResizeObserver(() => {
      const lost = height - box.clientHeight;
      height = box.clientHeight;
      const below = box.scrollHeight - box.scrollTop - box.clientHeight;
      if (lost > 0 && below - lost < NEAR_END) end.current?.scrollIntoView({ block: "end" });
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, [loading]);

  // The live stream knows first, but only the operator's name; the session itself says who that is.
  const isAhead = thread.status !== undefined && thread.epoch > (session?.epoch ?? -1);
  const queries = useQueryClient();
  useEffect(() => {
    if (isAhead) readSessionAgain(queries, name);
  }, [isAhead, name, queries]);
  const status = isAhead ? thread.status : session?.status;
  const operator = isAhead ? thread.operator : (session?.operator ?? undefined);
  const draft = draftName(useMe()?.id, name);
  const retry = ({ client_message_id, content }: PendingMessage) =>
    open.resend(client_message_id, content).then(
      () => dropDraft(draft, content),
      () => undefined,
    );
  return (
    <section className="thread" aria-label={t("inbox.conversation")}>
      <header className="thread-head">
        {onBack && <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t("inbox.back")} onClick={onBack} />}
        <div className="thread-title">
          <h2>{session ? visitorName(session) : " "}</h2>
          {session && <Unverified session={session} />}
          {status && (
            <Status tone={TONES[status]}>
              {status === "human" && operator ? t("inbox.with", { name: operator.name }) : t(`session.${status}`)}
            </Status>
          )}
        </div>
        <div className="thread-actions">
          <SessionActions {...props} status={status} operatorId={operator?.id} />
          {pane && (
            <Tooltip title={t("inbox.customer")}>
              <Button
                type="text"
                icon={<ProfileOutlined />}
                aria-label={t("inbox.customer")}
                aria-pressed={pane.isOpen}
                onClick={pane.toggle}
              />
            </Tooltip>
          )}
        </div>
      </header>
      {session && <OfferBanner session={session} busy={props.busy} moves={props.moves} />}
      <div className="thread-body" role="log" aria-live="polite">
        {loading === "loading" && <Skeleton active paragraph={{ rows: 6 }} title={false} />}
        {loading === "failed" && <ReadFailed retry={open.reload} />}
        {thread.messages.map((message, index) => (
          <MessageRow key={message.seq} message={message} previous={thread.messages[index - 1]} />
        ))}
        {thread.draft && (
          <div className="message" data-role="assistant" data-draft>
            <div className="bubble">{thread.draft}</div>
          </div>
        )}
        {thread.pending.map((pending) => (
          <PendingRow
            key={pending.client_message_id}
            pending={pending}
            onRetry={() => void retry(pending)}
            onDiscard={() => {
              dropDraft(draft, pending.content);
              open.discard(pending.client_message_id);
            }}
          />
        ))}
        {thread.isTyping && <p className="soft small">{t("inbox.visitorTyping")}</p>}
        <div ref={end} />
      </div>
      <Composer
        field={composer}
        draft={draft}
        reason={useReadOnlyReason(status, operator)}
        onSend={(text) => void open.send(text).catch(() => putBack(draft, text))}
      />
    </section>
  );
}

function useReadOnlyReason(status: Session["status"] | undefined, operator: Person | undefined) {
  const { t } = useTranslation();
  const me = useMe();
  const can = useCan();
  if (!can("desk.write")) return t("inbox.reason.permission");
  if (status === "human" && operator?.id === me?.id) return undefined;
  if (status === "human") return t("inbox.reason.other", { name: operator?.name ?? t("inbox.someone") });
  if (status === "waiting") return t("inbox.reason.waiting");
  if (status === "closed") return t("inbox.reason.closed");
  return t("inbox.reason.bot");
}

/** An open offer, as the colleague sees it and as whoever made it does. */
function OfferBanner({ session, busy, moves }: Pick<Props, "busy" | "moves"> & { session: Session }) {
  const { t } = useTranslation();
  const me = useMe();
  const { offer, operator } = session;
  if (!offer) return null;
  const isForMe = isOfferedTo(session, me?.id);
  if (!isForMe && !isMine(session, me?.id)) return null;
  return (
    <section className="offer" aria-label={t("inbox.offer")}>
      <div className="offer-text">
        <p role="status">
          {isForMe
            ? t("inbox.offeredToYou", { name: operator?.name ?? t("inbox.someone") })
            : t("inbox.offeredTo", { name: offer.to.name })}
        </p>
        {offer.note && <p className="soft small">{offer.note}</p>}
      </div>
      <div className="offer-end">
        <SecondsLeft until={offer.until} />
        <Button loading={busy === "decline"} onClick={moves.decline}>
          {t(isForMe ? "inbox.decline" : "inbox.takeBack")}
        </Button>
        {isForMe && (
          <Button type="primary" loading={busy === "accept"} onClick={moves.accept}>
            {t("inbox.accept")}
          </Button>
        )}
      </div>
    </section>
  );
}
