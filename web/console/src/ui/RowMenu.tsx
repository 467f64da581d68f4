import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { useTranslation } from "react-i18next";

/** The actions of a row behind one button; `name` says whose they are. */
export function RowMenu({ items, name }: { items: NonNullable<MenuProps["items"]>; name: string }) {
  const { t } = useTranslation();
  return (
    <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight" autoFocus>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined />}
        aria-label={t("list.actionsFor", { name })}
        onClick={(event) => event.stopPropagation()}
      />
    </Dropdown>
  );
}
