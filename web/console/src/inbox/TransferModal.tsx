import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, type RefSelectProps, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, reads, type Schema } from "../api/client";
import { ActionFailed, ApiError } from "../api/errors";
import { keepFocus } from "../ui/focus";
import type { DrawerState } from "../ui/forms/FormDrawer";
import { useLeave } from "../ui/forms/leaving";
import { useSubmit } from "../ui/forms/useSubmit";
import { Status } from "../ui/Status";
import { applySession, sessionAt } from "./queries";
import { refusalOf } from "./SessionActions";

type Values = Schema<"TransferIn">;

const REFRESH_MS = 5000;
const LONGEST_NOTE = 1000;

/** Offers the conversation to a colleague; whoever has no room is shown but cannot be chosen. */
export function TransferModal({ name, isOpen, onClose }: DrawerState & { name: string }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const field = useRef<RefSelectProps>(null);
  const queries = useQueryClient();
  const [sought, setSought] = useState("");
  const colleagues = reads.useQuery(
    "get",
    "/api/desk/colleagues",
    { params: { query: { q: sought, limit: 50 } } },
    { enabled: isOpen, placeholderData: keepPreviousData, refetchInterval: REFRESH_MS },
  );

  const transfer = async ({ to, note = "" }: Values) => {
    try {
      const offer = client.POST("/api/sessions/{name}/transfer", { ...sessionAt(name), body: { to, note } });
      applySession(queries, await dataOf(offer));
      onClose();
    } catch (error) {
      throw error instanceof ApiError ? new ActionFailed(refusalOf(error)) : error;
    }
  };
  const { submit, isBusy, problem, forget } = useSubmit(form, transfer);
  useEffect(() => {
    if (isOpen) forget();
  }, [isOpen, forget]);

  const close = useLeave(isOpen, form.isFieldsTouched, onClose);

  const options = colleagues.data?.items.map((colleague) => ({
    value: colleague.id,
    label: colleague.name,
    disabled: colleague.sessions >= colleague.max_sessions,
    isSignedIn: colleague.is_signed_in,
    load: t("inbox.load", { count: colleague.sessions, most: colleague.max_sessions }),
  }));
  const isAlone = options?.length === 0 && sought === "";
  return (
    <Modal
      open={isOpen}
      title={t("inbox.transferTitle")}
      okText={t("inbox.offerAction")}
      okButtonProps={{ disabled: isAlone }}
      confirmLoading={isBusy}
      cancelText={t("action.cancel")}
      onOk={form.submit}
      onCancel={close}
      afterOpenChange={(isShown) => isShown && field.current?.focus()}
      afterClose={keepFocus}
      destroyOnHidden
      width={460}
    >
      <p className="soft">{t("inbox.transferHint")}</p>
      <Form<Values> form={form} layout="vertical" preserve={false} onFinish={(values) => void submit(values)}>
        {problem && <Alert type="error" showIcon title={problem} className="form-alert" role="alert" />}
        {isAlone && <Alert type="info" showIcon title={t("inbox.noColleagues")} className="form-alert" />}
        {colleagues.error && !colleagues.data && (
          <Alert type="error" showIcon title={t("error.unreachable")} className="form-alert" />
        )}
        <Form.Item name="to" label={t("inbox.colleague")} rules={[{ required: true }]}>
          <Select
            ref={field}
            showSearch={{ optionFilterProp: "label", onSearch: setSought }}
            loading={colleagues.isLoading}
            options={options ?? []}
            notFoundContent={t("inbox.noColleagueFound")}
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
      </Form>
    </Modal>
  );
}
