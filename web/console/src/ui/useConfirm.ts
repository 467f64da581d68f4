import { App } from "antd";
import { useTranslation } from "react-i18next";
import { keepFocus } from "./focus";

/** Asks before something is destroyed, naming it. */
export function useConfirm() {
  const { modal } = App.useApp();
  const { t } = useTranslation();
  return (title: string, hint: string, actionText: string, work: () => Promise<unknown>) => {
    modal.confirm({
      title,
      content: hint,
      okText: actionText,
      okButtonProps: { danger: true },
      cancelText: t("action.cancel"),
      onOk: () => work(),
      afterClose: keepFocus,
    });
  };
}
