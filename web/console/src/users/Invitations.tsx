import { useQuery } from "@tanstack/react-query";
import type { TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { useCan } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { RowMenu } from "../ui/RowMenu";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useConfirm } from "../ui/useConfirm";
import type { Invitation } from "./types";

const PAGE_SIZE = 200;

/** Invitations that can still be used; shown while there are some. */
export function Invitations() {
  const { t } = useTranslation();
  const mayWrite = useCan()("users.write");
  const confirm = useConfirm();
  const { run } = useAction(["invitations"]);
  const list = useQuery({
    queryKey: ["invitations"],
    queryFn: ({ signal }) => api.get<ApiPage<Invitation>>("/api/invitations", { limit: PAGE_SIZE }, signal),
  });
  const withdraw = ({ id, email }: Invitation) =>
    confirm(t("invitations.withdraw", { email }), t("invitations.withdrawHint"), t("invitations.withdrawAction"), () =>
      run(() => api.delete(`/api/invitations/${id}`), t("invitations.withdrawn", { email })),
    );
  const columns: TableProps<Invitation>["columns"] = [
    { title: t("auth.email"), dataIndex: "email" },
    { title: t("users.role"), key: "role", render: (_, { role }) => t(`role.${role}`) },
    { title: t("invitations.by"), key: "by", render: (_, { invited_by }) => invited_by ?? "—" },
    { title: t("invitations.expires"), key: "expires", render: (_, row) => <Time value={row.expires_at} /> },
    {
      key: "actions",
      align: "right",
      render: (_, row) => (
        <RowMenu
          name={row.email}
          items={[
            {
              key: "withdraw",
              label: t("invitations.withdrawAction"),
              danger: true,
              disabled: !mayWrite,
              onClick: () => withdraw(row),
            },
          ]}
        />
      ),
    },
  ];
  if (!list.error && !list.data?.items.length) return null;
  return (
    <section aria-label={t("invitations.title")}>
      <h2 className="section-title">{t("invitations.title")}</h2>
      <ListTable
        label={t("invitations.title")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        empty={<EmptyState title={t("invitations.title")} />}
      />
    </section>
  );
}
