// @vitest-environment happy-dom
import { act, screen, waitFor } from "@testing-library/react";
import { Button } from "antd";
import { useState } from "react";
import { expect, test } from "vitest";
import { keepFocus, noteFocus, watchFocus } from "./focus";
import { FormDrawer } from "./forms/FormDrawer";
import { FilteredList } from "./list/ListTable";
import { RowDrawer } from "./RowDrawer";
import { setStage, show } from "./stage";
import { useConfirm } from "./useAction";

const NONE = { title: "Nothing yet", hint: "Make one." };

/** A list with a form that makes one and a question that deletes one. */
function Page({ first = [] as string[] }) {
  const [names, setNames] = useState(first);
  const [isOpen, setOpen] = useState(false);
  const confirm = useConfirm();
  const remove = (name: string) => {
    // as a list that is read again: after the question has gone
    const work = async () => void setTimeout(() => setNames((before) => before.filter((one) => one !== name)), 200);
    confirm(`Delete ${name}?`, "", "Delete it", work);
  };
  const columns = [
    { key: "name", render: (_: unknown, { id }: { id: string }) => <Remove of={id} onClick={remove} /> },
  ];
  return (
    <main id="main" tabIndex={-1} ref={watchFocus} onFocus={noteFocus}>
      <FilteredList
        label="Things"
        icon={undefined}
        list={{ items: names.map((id) => ({ id })) }}
        columns={columns}
        none={NONE}
        actions={<Button onClick={() => setOpen(true)}>Make one</Button>}
      />
      <FormDrawer
        isOpen={isOpen}
        title="A thing"
        initial={{}}
        submitText="Start"
        onSubmit={async () => setNames(["made", ...names])}
        onClose={() => setOpen(false)}
      >
        {null}
      </FormDrawer>
    </main>
  );
}

const Remove = ({ of: name, onClick }: { of: string; onClick: (name: string) => void }) => (
  <button type="button" onClick={() => onClick(name)}>
    Remove {name}
  </button>
);

const focused = () => document.activeElement;
const button = (name: string) => screen.getByRole("button", { name });

setStage();

test.each([[[]], [["other"]]])(
  "after a form that was sent the button that opened it has the focus, wherever it is by then: %j",
  async (first) => {
    const { user } = show(<Page first={first} />);
    await user.click(button("Make one"));
    await user.click(await screen.findByRole("button", { name: "Start" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await screen.findByRole("button", { name: "Remove made" });
    await waitFor(() => expect(focused()).toBe(button("Make one")));
  },
);

test("after a question the focus is back, and with the page once its row is gone", async () => {
  const { user } = show(<Page first={["one", "two"]} />);
  await user.click(button("Remove one"));
  await user.click(await screen.findByRole("button", { name: "Delete it" }));
  await waitFor(() => expect(focused()).toBe(button("Remove one")));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Remove one" })).toBeNull());
  await waitFor(() => expect(focused()).toBe(screen.getByRole("main")));
});

test("a question begins with the answer that destroys nothing", async () => {
  const { user } = show(<Page first={["one"]} />);
  await user.click(button("Remove one"));
  await screen.findByRole("button", { name: "Delete it" });
  await waitFor(() => expect(focused()).toBe(button("Cancel")));
});

test("what cannot have the focus leaves it to the page", async () => {
  const { user } = show(<Page />);
  await user.click(button("Make one"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(focused()).toBe(button("Make one")));
  (focused() as HTMLButtonElement).blur();
  button("Make one").setAttribute("disabled", "");
  keepFocus();
  await waitFor(() => expect(focused()).toBe(screen.getByRole("main")));
});

test("what closes slowly keeps the focus until it is gone", async () => {
  show(<Page />);
  button("Make one").focus();
  const slow = document.createElement("button");
  document.body.append(slow);
  slow.focus();
  keepFocus();
  await new Promise((done) => setTimeout(done, 150));
  expect(focused()).toBe(slow);
  slow.remove();
  await waitFor(() => expect(focused()).toBe(button("Make one")));
});

/** A drawer over the page whose button is off as long as what it does takes, and then perhaps gone. */
function Busy({ isInDrawer = false, stays = true }) {
  const [state, setState] = useState("idle");
  const button = state !== "done" && (
    <button type="button" disabled={state === "busy"} onClick={() => setState("busy")}>
      Do it
    </button>
  );
  return (
    <main id="main" tabIndex={-1} ref={watchFocus} onFocus={noteFocus}>
      {isInDrawer ? (
        <RowDrawer of={{ id: 1 }} title={() => "More"} onClose={() => {}}>
          {() => button}
        </RowDrawer>
      ) : (
        button
      )}
      <Ender onEnd={() => setState(stays ? "idle" : "done")} />
    </main>
  );
}

let end = () => {};
function Ender({ onEnd }: { onEnd: () => void }) {
  end = onEnd;
  return null;
}

test.each([false, true])(
  "what is off for a while has the focus again once it is back, in a drawer: %s",
  async (isInDrawer) => {
    const { user } = show(<Busy isInDrawer={isInDrawer} />);
    await user.click(await screen.findByRole("button", { name: "Do it" }));
    const place = screen.getByRole(isInDrawer ? "dialog" : "main");
    await waitFor(() => expect(focused()).toBe(place));
    act(end);
    await waitFor(() => expect(focused()).toBe(button("Do it")));
  },
);

test.each([false, true])(
  "what is gone after it was off leaves the focus where it stood, in a drawer: %s",
  async (isInDrawer) => {
    const { user } = show(<Busy isInDrawer={isInDrawer} stays={false} />);
    await user.click(await screen.findByRole("button", { name: "Do it" }));
    act(end);
    await waitFor(() => expect(focused()).toBe(screen.getByRole(isInDrawer ? "dialog" : "main")));
  },
);

test("what is off for a while takes no focus from what somebody has gone to meanwhile", async () => {
  const { user } = show(
    <>
      <Busy />
      <input aria-label="Elsewhere" />
    </>,
  );
  await user.click(button("Do it"));
  screen.getByRole("textbox").focus();
  act(end);
  await new Promise((done) => setTimeout(done, 400));
  expect(focused()).toBe(screen.getByRole("textbox"));
});
