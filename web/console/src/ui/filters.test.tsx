// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { TextFilter } from "./filters";
import { setStage, show } from "./stage";
import { useAddress } from "./useAddress";

setStage();

test("what an input method still composes is not searched for", async () => {
  const onChange = vi.fn();
  show(<TextFilter label="Search" value="" onChange={onChange} />);
  const field = screen.getByRole("textbox", { name: "Search" });
  fireEvent.compositionStart(field);
  fireEvent.change(field, { target: { value: "cha" } });
  await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
  expect(onChange).not.toHaveBeenCalled();
  fireEvent.change(field, { target: { value: "茶" } });
  fireEvent.compositionEnd(field);
  await waitFor(() => expect(onChange).toHaveBeenCalledExactlyOnceWith("茶"));
});

function Both() {
  const { field } = useAddress(["model", "queue"]);
  return (
    <>
      <TextFilter label="Model" {...field("model")} isCostly />
      <TextFilter label="Queue" {...field("queue")} />
    </>
  );
}

const held = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name }).value;

test("a filter holds as one types, a costly one once it is left", async () => {
  const { router, user } = show(<Both />, { at: "/log" });
  await user.type(screen.getByRole("textbox", { name: "Queue" }), "slow");
  await waitFor(() => expect(router.state.location.search).toBe("?queue=slow"));
  await user.type(screen.getByRole("textbox", { name: "Model" }), "gpt");
  await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
  expect(router.state.location.search).toBe("?queue=slow");
  await user.tab();
  await waitFor(() => expect(router.state.location.search).toBe("?queue=slow&model=gpt"));
});

test("what is typed and does not hold yet goes with its address, but not with another filter's", async () => {
  const { router, user } = show(<Both />, { at: "/log" });
  await user.type(screen.getByRole("textbox", { name: "Model" }), "gpt");
  await act(() => router.navigate("/log?queue=slow", { replace: true }));
  expect([held("Model"), held("Queue")]).toEqual(["gpt", "slow"]);
  await act(() => router.navigate("/log?queue=fast"));
  expect([held("Model"), held("Queue")]).toEqual(["", "fast"]);
  await user.tab();
  expect(router.state.location.search).toBe("?queue=fast");
});
