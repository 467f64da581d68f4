// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { Modal } from "antd";
import { type ReactNode, Suspense, startTransition, use, useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { FormDrawer } from "./forms/FormDrawer";
import { RowDrawer } from "./RowDrawer";
import { setStage, show } from "./stage";

type Drawn = (isOpen: boolean, onClose: () => void) => ReactNode;

const DRAWERS: Record<string, Drawn> = {
  "a form": (isOpen, onClose) => (
    <FormDrawer isOpen={isOpen} title="A form" initial={{}} submitText="Save" onSubmit={vi.fn()} onClose={onClose}>
      Text
    </FormDrawer>
  ),
  "a row": (isOpen, onClose) => (
    <RowDrawer of={isOpen ? { id: 1 } : undefined} title={() => "A row"} onClose={onClose}>
      {() => "Text"}
    </RowDrawer>
  ),
};

let answer = () => {};
let late: Promise<void>;
let turn: (isOpen: boolean) => void;

const Late = () => <>{use(late)}</>;

/** As the address opens it: beside what is not there yet, so that what was drawn is thrown away and drawn again. */
function Page({ children, onClose }: { children: Drawn; onClose: () => void }) {
  const [isOpen, setOpen] = useState(false);
  turn = (isOpenNow) => startTransition(() => setOpen(isOpenNow));
  const close = () => {
    onClose();
    turn(false);
  };
  return (
    <Suspense>
      {children(isOpen, close)}
      {isOpen && <Late />}
    </Suspense>
  );
}

const dialogs = () => screen.queryAllByRole("dialog").length;

async function open() {
  const before = dialogs();
  late = new Promise((resolve) => {
    answer = resolve;
  });
  await act(async () => turn(true));
  expect(dialogs()).toBe(before);
  await act(async () => answer());
  await vi.waitFor(() => expect(dialogs()).toBe(before + 1));
}

setStage();
beforeEach(() => void vi.stubEnv("NODE_ENV", "development")); // in tests all drawers of Ant Design have one id

test.each(Object.keys(DRAWERS))(
  "%s that was drawn twice is told of Escape once, and no more once it has closed",
  async (name) => {
    const onClose = vi.fn();
    const { user } = show(<Page onClose={onClose}>{DRAWERS[name] as Drawn}</Page>);
    await open();
    await user.keyboard("{Escape}");
    await vi.waitFor(() => expect(dialogs()).toBe(0));
    expect(onClose).toHaveBeenCalledOnce();
    await user.keyboard("{Escape}{Escape}");
    expect(onClose).toHaveBeenCalledOnce();
  },
);

test.each(Object.keys(DRAWERS))(
  "Escape closes a window below %s that was drawn twice, once that has closed",
  async (name) => {
    const onCancel = vi.fn();
    const { user } = show(
      <>
        <Modal open onCancel={onCancel} title="Below" />
        <Page onClose={vi.fn()}>{DRAWERS[name] as Drawn}</Page>
      </>,
    );
    await open();
    await user.keyboard("{Escape}");
    await vi.waitFor(() => expect(dialogs()).toBe(1));
    expect(onCancel).not.toHaveBeenCalled();
    await user.keyboard("{Escape}");
    expect(onCancel).toHaveBeenCalledOnce();
  },
);
