// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { Form } from "antd";
import { expect, test, vi } from "vitest";
import { setStage, show } from "../stage";
import { fieldsOf } from "./fields";

const Key = fieldsOf("upstreamKeys", "KeyCreate");
const Limits = fieldsOf("limits", "LimitsIn", "limits");
const Price = fieldsOf("prices", "PriceCreate");

function Page({ onFinish }: { onFinish: (values: object) => void }) {
  return (
    <Form onFinish={onFinish}>
      <Key.TextField name="key_value" isSecret />
      <Limits.NumberField name="max_concurrency" />
      <Price.SumField name="input_micros_per_million" />
      <button type="submit">Send</button>
    </Form>
  );
}

setStage();

test("a field is labelled and explained by its name, and sent where it stands", async () => {
  const onFinish = vi.fn();
  const { user } = show(<Page onFinish={onFinish} />);
  screen.getByText("Stored encrypted and never shown again.");
  await user.type(screen.getByLabelText("Key"), "sk-1");
  await user.type(screen.getByLabelText("Requests at once"), "3");
  await user.type(screen.getByLabelText("Input"), "2.5");
  await user.click(screen.getByRole("button", { name: "Send" }));
  await vi.waitFor(() => expect(onFinish).toHaveBeenCalled());
  expect(onFinish).toHaveBeenCalledExactlyOnceWith({
    key_value: "sk-1",
    limits: { max_concurrency: 3 },
    input_micros_per_million: 2_500_000,
  });
});

test("a text that is too long for the contract is not cut: the field says so and nothing is sent", async () => {
  const onFinish = vi.fn();
  const { user } = show(<Page onFinish={onFinish} />);
  await user.click(screen.getByLabelText("Key"));
  await user.paste("k".repeat(4097));
  await user.click(screen.getByRole("button", { name: "Send" }));
  await screen.findByText("This may have 4096 characters at most");
  expect(screen.getByLabelText<HTMLInputElement>("Key").value).toHaveLength(4097);
  expect(onFinish).not.toHaveBeenCalled();
});
