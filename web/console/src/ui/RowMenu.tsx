import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { type ReactElement, useRef } from "react";
import { useTranslation } from "react-i18next";

type Items = NonNullable<MenuProps["items"]>;

/** The Enter that chose an action would press the button of the window that it opens, too. */
const endPress: MenuProps["onClick"] = ({ domEvent }) => domEvent.preventDefault();
const FIRST = '[role="menuitem"]:not([aria-disabled="true"])';
const MOST_FRAMES = 60;

/** A menu behind a button, for keys as well: its own `autoFocus` comes once, whether it is drawn by then or not. */
export function ButtonMenu({ items, children }: { items: Items; children: ReactElement }) {
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<Element>(null);
  const focusFirst = (framesLeft: number) => {
    if (framesLeft === 0 || menu.current?.contains(document.activeElement)) return;
    menu.current?.querySelector<HTMLElement>(FIRST)?.focus();
    requestAnimationFrame(() => focusFirst(framesLeft - 1));
  };
  const onOpenChange = (isOpen: boolean) => {
    if (isOpen) {
      opener.current = document.activeElement;
      focusFirst(MOST_FRAMES);
    } else if (menu.current?.contains(document.activeElement)) (opener.current as HTMLElement | null)?.focus();
  };
  return (
    <Dropdown
      menu={{ items, onClick: endPress }}
      trigger={["click"]}
      placement="bottomRight"
      autoFocus
      onOpenChange={onOpenChange}
      popupRender={(drawn) => <div ref={menu}>{drawn}</div>}
    >
      {children}
    </Dropdown>
  );
}

/** The actions of a row behind one button; `name` says whose they are. */
export function RowMenu({ items, name }: { items: Items; name: string }) {
  const { t } = useTranslation();
  return (
    <ButtonMenu items={items}>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined />}
        aria-label={t("list.actionsFor", { name })}
        onClick={(event) => event.stopPropagation()}
      />
    </ButtonMenu>
  );
}
