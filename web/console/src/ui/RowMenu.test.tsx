// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { RowMenu } from "./RowMenu";
import { setStage, show } from "./stage";

setStage();

test("a menu that is left by Escape gives the focus back to its button", async () => {
  const { user } = show(<RowMenu name="till" items={[{ key: "edit", label: "Edit" }]} />);
  const button = screen.getByRole("button", { name: "Actions for till" });
  button.focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Edit"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(button));
});
