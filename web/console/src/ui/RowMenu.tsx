import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { useTranslation } from "react-i18next";

/** The Enter that chose an action would press the button of the window that it opens, too. */
const endPress: MenuProps["onClick"] = ({ domEvent }) => domEvent.preventDefault();

/** The actions of a row behind one button; `name` says whose they are. */
export function RowMenu({ items, name }: { items: NonNullable<MenuProps["items"]>; name: string }) {
  const { t } = useTranslation();
  return (
    <Dropdown menu={{ items, onClick: endPress }} trigger={["click"]} placement="bottomRight" autoFocus>
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
