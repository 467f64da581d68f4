/** Goes to a page or a thing by its name or id, by keyboard alone. */
import { SearchOutlined } from "@ant-design/icons";
import { Input, type InputRef, Modal } from "antd";
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { focusPage, keepFocus } from "../../ui/focus";
import type { DrawerState } from "../../ui/forms/FormDrawer";
import { useDrawn } from "../../ui/useDrawn";
import { useFinds } from "./useFinds";

export function Palette({ isOpen, onClose }: DrawerState) {
  const { t } = useTranslation();
  const field = useRef<InputRef>(null);
  const navigate = useNavigate();
  const isDrawn = useDrawn(isOpen);
  const hasGone = useRef(false); // then what had the focus is of a page that goes
  const isOver = useRef(false); // while it closes, it still finds things
  useEffect(() => {
    isOver.current = !isOpen;
    if (isOpen) hasGone.current = false;
  }, [isOpen]);
  const go = (path: string) => {
    if (isOver.current) return;
    isOver.current = true;
    hasGone.current = true;
    onClose();
    void navigate(path);
  };
  return (
    <Modal
      open={isDrawn}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      className="palette"
      aria-label={t("palette.title")}
      afterOpenChange={(isShown) => isShown && field.current?.focus()}
      afterClose={() => (hasGone.current ? focusPage() : keepFocus())}
      destroyOnHidden
    >
      <Search field={field} onGo={go} />
    </Modal>
  );
}

interface SearchProps {
  field: React.RefObject<InputRef | null>;
  onGo: (path: string) => void;
}

function Search({ field, onGo }: SearchProps) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const [isAwaited, setAwaited] = useState(false); // Enter was pressed before there was anything to open
  const optionId = (path: string) => `${id}-${encodeURIComponent(path)}`;
  const { groups, isAsking } = useFinds(typed.trim());
  const finds = groups.flatMap((group) => group.finds);
  const at = Math.min(chosen, finds.length - 1);
  const current = finds[at];
  const currentId = current && optionId(current.path);

  useEffect(() => {
    if (currentId) document.getElementById(currentId)?.scrollIntoView({ block: "nearest" });
  }, [currentId]);

  const go = (path: string) => {
    setAwaited(false);
    onGo(path);
  };
  const goAtLast = useEffectEvent(() => current && go(current.path));
  useEffect(() => {
    if (isAwaited && currentId) goAtLast();
  }, [isAwaited, currentId]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((at + step + finds.length) % Math.max(1, finds.length));
    else if (event.key === "Enter" && current) go(current.path);
    else if (event.key === "Enter" && isAsking) setAwaited(true);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Input
        ref={field}
        size="large"
        variant="borderless"
        prefix={<SearchOutlined />}
        role="combobox"
        aria-label={t("palette.title")}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={currentId}
        placeholder={t("palette.placeholder")}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
          setAwaited(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        className="palette-list"
        role="listbox"
        id={`${id}-list`}
        aria-label={t("palette.title")}
        aria-busy={isAsking}
      >
        {groups.map(({ group, finds: ofGroup }) => (
          // biome-ignore lint/a11y/useSemanticElements: a part of a list of options is no set of fields
          <div role="group" key={group} aria-labelledby={`${id}-${group}`}>
            <div className="palette-group" id={`${id}-${group}`}>
              {t(`palette.${group}`)}
            </div>
            {ofGroup.map(({ path, label, hint }) => (
              <div
                role="option"
                key={path}
                id={optionId(path)}
                tabIndex={-1}
                aria-selected={path === current?.path}
                onClick={() => go(path)}
                onKeyDown={onKeyDown}
              >
                <span className="palette-label">{label}</span>
                <span className="soft small palette-hint">{hint}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className="soft palette-none" role="status" hidden={finds.length > 0}>
        {t(isAsking ? "palette.searching" : "palette.none")}
      </p>
    </>
  );
}
