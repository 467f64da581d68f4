import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, reads, type Schema } from "../api/client";
import { ActionFailed, ApiError } from "../api/errors";
import { type DrawerState, FormDrawer } from "../ui/forms/FormDrawer";
import { SearchSelect } from "../ui/SearchSelect";
import { Status } from "../ui/Status";
import { applySession, sessionAt } from "./queries";
import { refusalOf } from "./SessionActions";

type Values = Schema<"TransferIn">;

const REFRESH_MS = 5000;
const LONGEST_NOTE = 1000;

/** Offers the conversation to a colleague; whoever has no room is shown but cannot be chosen. */
export function TransferDrawer({ name, isOpen, onClose }: DrawerState & { name: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [sought, setSought] = useState("");
  const init = { params: { query: { q: sought, limit: 50 } } };
  const whileOpen = { enabled: isOpen, placeholderData: keepPreviousData, refetchInterval: REFRESH_MS };
  const colleagues = reads.useQuery("get", "/api/desk/colleagues", init, whileOpen);

  const transfer = async ({ to, note = "" }: Values) => {
    try {
      const offer = client.POST("/api/sessions/{name}/transfer", { ...sessionAt(name), body: { to, note } });
      applySession(queries, await dataOf(offer));
    } catch (error) {
      throw error instanceof ApiError ? new ActionFailed(refusalOf(error)) : error;
    }
  };
  const options = colleagues.data?.items.map((colleague) => ({
    value: colleague.id,
    name: colleague.name,
    label: colleague.name,
    disabled: colleague.sessions >= colleague.max_sessions,
    isSignedIn: colleague.is_signed_in,
    load: t("inbox.load", { count: colleague.sessions, most: colleague.max_sessions }),
  }));
  const isAlone = options?.length === 0 && sought === "" && !colleagues.isPlaceholderData;
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t("inbox.transferTitle")}
      initial={{}}
      submitText={t("inbox.offerAction")}
      onSubmit={transfer}
      onClose={onClose}
    >
      <p className="soft">{t("inbox.transferHint")}</p>
      {isAlone && <Alert type="info" showIcon title={t("inbox.noColleagues")} className="form-alert" />}
      <Form.Item name="to" label={t("inbox.colleague")} rules={[{ required: true }]}>
        <SearchSelect
          q={sought}
          onSearch={setSought}
          of={[colleagues]}
          options={options ?? []}
          optionRender={({ label, data }) => (
            <span className="colleague">
              <span className="colleague-name">{label}</span>
              <Status tone={data.isSignedIn ? "good" : "calm"}>
                {t(data.isSignedIn ? "inbox.signedIn" : "inbox.notSignedIn")}
              </Status>
              <span className="soft small">{data.disabled ? t("inbox.full", { load: data.load }) : data.load}</span>
            </span>
          )}
        />
      </Form.Item>
      <Form.Item name="note" label={t("inbox.note")} extra={t("inbox.noteHint")}>
        <Input.TextArea maxLength={LONGEST_NOTE} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
    </FormDrawer>
  );
}
