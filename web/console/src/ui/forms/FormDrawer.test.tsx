// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { Form, Input, Switch } from "antd";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { ApiError } from "../../api/errors";
import { setStage, show } from "../stage";
import { FormDrawer } from "./FormDrawer";
import { Advanced } from "./fields";
import { isAnythingHeld } from "./leaving";

type Values = { name: string; timeout_ms?: string };

interface Sent {
  onSubmit: (values: Values) => Promise<unknown>;
  isStep?: boolean;
}

function Preset() {
  const form = Form.useFormInstance<Values>();
  return (
    <button type="button" onClick={() => form.setFieldsValue({ name: "as proposed" })}>
      Propose
    </button>
  );
}

function Page({ onSubmit, isStep }: Sent) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <FormDrawer<Values>
        isOpen={isOpen}
        title="A thing"
        initial={{ name: "as it was" }}
        submitText="Save"
        onSubmit={(values) => onSubmit(values)}
        isStep={isStep}
        onClose={() => setOpen(false)}
      >
        <Form.Item name="name" label="Name" rules={[{ required: true, message: "Needed" }]}>
          <Input autoFocus />
        </Form.Item>
        <Preset />
        <Advanced names={["timeout_ms", "allow_private"]}>
          <Form.Item name="allow_private" label="Private" valuePropName="checked" rules={[{ type: "boolean" }]}>
            <Switch />
          </Form.Item>
          <Form.Item name="timeout_ms" label="Time-out">
            <Input />
          </Form.Item>
        </Advanced>
      </FormDrawer>
    </>
  );
}

async function opened(onSubmit: Sent["onSubmit"] = async () => undefined, isStep = false) {
  const { user } = show(<Page onSubmit={onSubmit} isStep={isStep} />);
  await user.click(screen.getByRole("button", { name: "Open" }));
  return { user, name: field("Name") };
}

const field = (name: string) => screen.getByRole("textbox", { name }) as HTMLInputElement;
const save = () => screen.getByRole("button", { name: /Save/ });
const isGone = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
const question = () => screen.queryByText("It has not been saved.");

function refusal(...errors: { field: string; message: string }[]): ApiError {
  const reasons = errors.map(({ field }) => ({ field, type: "int_parsing" }));
  return new ApiError(422, { code: "VALIDATION_FAILED", message: "Some fields", details: { errors, reasons } });
}

setStage();

test("a form that nobody has touched closes without a question", async () => {
  const { user } = await opened();
  expect(isAnythingHeld()).toBe(false);
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await isGone();
});

test("what was typed is not lost unasked: it stays as long as that is said", async () => {
  const { user, name } = await opened();
  await user.type(name, "!");
  expect(isAnythingHeld()).toBe(true);
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await screen.findByText("It has not been saved.");
  await user.click(screen.getByRole("button", { name: "Keep editing" }));
  await waitFor(() => expect(question()).toBeNull());
  expect(name.value).toBe("as it was!");
});

test("what was typed goes once that is said, and the form begins anew", async () => {
  const { user, name } = await opened();
  await user.type(name, "!");
  await user.keyboard("{Escape}");
  await screen.findByText("It has not been saved.");
  await user.click(screen.getByRole("button", { name: "Discard" }));
  await isGone();
  expect(isAnythingHeld()).toBe(false);
  await user.click(screen.getByRole("button", { name: "Open" }));
  expect(field("Name").value).toBe("as it was");
});

test("what was chosen to be filled in is not lost unasked either", async () => {
  const { user, name } = await opened();
  await user.click(screen.getByRole("button", { name: "Propose" }));
  expect(name.value).toBe("as proposed");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await screen.findByText("It has not been saved.");
});

test("a step on the way leaves the form open, with what was typed", async () => {
  const onSubmit = vi.fn(async () => undefined);
  const { user, name } = await opened(onSubmit, true);
  await user.type(name, "!");
  await user.click(save());
  await waitFor(() => expect(onSubmit).toHaveBeenCalledOnce());
  expect(name.value).toBe("as it was!");
  expect(isAnythingHeld()).toBe(true);
});

test("a field that is wrong gets the focus, and what was wrong is not said of what is filled in there", async () => {
  const { user, name } = await opened();
  await user.clear(name);
  await user.click(save());
  await screen.findByText("Needed");
  expect(document.activeElement).toBe(name);
  await user.click(screen.getByRole("button", { name: "Propose" }));
  await waitFor(() => expect(screen.queryByText("Needed")).toBeNull());
});

test("what has been saved closes the form without a question", async () => {
  const onSubmit = vi.fn(async () => undefined);
  const { user, name } = await opened(onSubmit);
  await user.clear(name);
  await user.type(name, "new");
  await user.click(save());
  await isGone();
  expect(question()).toBeNull();
  expect(onSubmit).toHaveBeenCalledExactlyOnceWith({ name: "new", timeout_ms: undefined });
});

test("a form is sent once, however often it is told to", async () => {
  let answer = () => {};
  const onSubmit = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  );
  const { user } = await opened(onSubmit);
  await user.click(save());
  await user.click(save());
  await user.keyboard("{Escape}");
  expect(onSubmit).toHaveBeenCalledOnce();
  expect(screen.getByRole("dialog")).toBeDefined();
  answer();
  await isGone();
});

test("what is typed while the form is sent is not lost: it stays open, and says so", async () => {
  let answer = () => {};
  const sent: Values[] = [];
  const { user, name } = await opened((values) => {
    sent.push(values);
    return new Promise<void>((resolve) => {
      answer = resolve;
    });
  });
  await user.type(name, "!");
  await user.click(save());
  await user.type(name, "?");
  answer();
  await screen.findByText(/^Saved as it was sent/);
  expect(name.value).toBe("as it was!?");
  expect(isAnythingHeld()).toBe(true);
  await user.click(save());
  answer();
  await isGone();
  expect(sent.map((values) => values.name)).toEqual(["as it was!", "as it was!?"]);
});

test("a refused field says why in words where it stands, and what was typed stays", async () => {
  const { user, name } = await opened(async () => {
    throw refusal({ field: "body.name", message: "Input should be a valid integer" });
  });
  await user.type(name, "!");
  await user.click(save());
  await screen.findByText("This must be a whole number");
  expect(name.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(name.getAttribute("aria-describedby") ?? "")?.textContent).toContain("whole number");
  expect(name.value).toBe("as it was!");
  expect(within(screen.getByRole("dialog")).queryAllByText(/valid integer/)).toEqual([]);
});

test("a refusal of what the form does not show stands above it", async () => {
  const { user } = await opened(async () => {
    throw refusal({ field: "elsewhere", message: "Input should be a valid integer" });
  });
  await user.click(save());
  expect((await screen.findByRole("alert")).textContent).toContain("elsewhere: This must be a whole number");
});

test("a server that cannot be reached is said so, and saving is tried again", async () => {
  let isUp = false;
  const { user } = await opened(async () => {
    if (!isUp) throw new TypeError("fetch failed");
  });
  await user.click(save());
  expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
  isUp = true;
  await user.click(save());
  await isGone();
});

const folded = () => screen.getByRole("button", { name: /Advanced/ });

test("the rare fields are folded away until they are asked for", async () => {
  const { user } = await opened();
  expect(folded().getAttribute("aria-expanded")).toBe("false");
  folded().focus();
  await user.keyboard("{Enter}");
  expect(folded().getAttribute("aria-expanded")).toBe("true");
});

test("the rare fields unfold where one of them is refused, but not for another's sake", async () => {
  let wrong = "name";
  const { user } = await opened(async () => {
    throw refusal({ field: wrong, message: "" });
  });
  await user.click(save());
  await screen.findByText("This must be a whole number");
  expect(folded().getAttribute("aria-expanded")).toBe("false");
  wrong = "timeout_ms";
  await user.click(save());
  await waitFor(() => expect(folded().getAttribute("aria-expanded")).toBe("true"));
});

test("the rare fields unfold where one of them would mend what is refused, which says so until it is switched", async () => {
  const { user } = await opened(async () => {
    const errors = [{ field: "name", message: "points to a private address" }];
    const reasons = [{ field: "name", type: "address_private" }];
    throw new ApiError(422, { code: "VALIDATION_FAILED", message: "Some fields", details: { errors, reasons } });
  });
  await user.click(save());
  await waitFor(() => expect(folded().getAttribute("aria-expanded")).toBe("true"));
  await screen.findByText("The address above needs this.");
  await user.click(screen.getByRole("switch"));
  await waitFor(() => expect(screen.queryByText("The address above needs this.")).toBeNull());
});

test("a form that the address opens has the focus in its first field that can be filled in", async () => {
  const onClose = vi.fn();
  const { user } = show(
    <FormDrawer isOpen title="A thing" initial={{}} submitText="Save" onSubmit={vi.fn()} onClose={onClose}>
      <Form.Item name="id" label="Id">
        <Input disabled />
      </Form.Item>
      <Form.Item name="name" label="Name">
        <Input />
      </Form.Item>
    </FormDrawer>,
  );
  await waitFor(() => expect(document.activeElement).toBe(field("Name")));
  await user.keyboard("my model");
  expect(field("Name").value).toBe("my model");
  expect(onClose).not.toHaveBeenCalled();
});
