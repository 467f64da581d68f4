// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { TextFilter } from "./filters";
import { setStage, show } from "./stage";

setStage();

test("what an input method still composes is not searched for", async () => {
  const onChange = vi.fn();
  show(<TextFilter label="Search" value="" onChange={onChange} isLive />);
  const field = screen.getByRole("textbox", { name: "Search" });
  fireEvent.compositionStart(field);
  fireEvent.change(field, { target: { value: "cha" } });
  await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
  expect(onChange).not.toHaveBeenCalled();
  fireEvent.change(field, { target: { value: "茶" } });
  fireEvent.compositionEnd(field);
  await waitFor(() => expect(onChange).toHaveBeenCalledExactlyOnceWith("茶"));
});
