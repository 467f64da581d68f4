// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { isHeldFirmly } from "./forms/leaving";
import { ShownOnce } from "./ShownOnce";
import { setStage, show } from "./stage";

function Page() {
  const [secret, setSecret] = useState<string | undefined>("sk-1");
  return (
    <ShownOnce
      secret={secret}
      title="The key till"
      warning="Shown once"
      confirmText="I have stored it"
      testId="secret"
      onClose={() => setSecret(undefined)}
    />
  );
}

setStage();

test("a secret stays until the person says that they have it", async () => {
  const { user } = show(<Page />);
  expect(screen.getByTestId("secret").textContent).toBe("sk-1");
  expect(isHeldFirmly()).toBe(true);
  await user.keyboard("{Escape}");
  await user.click(document.querySelector(".ant-modal-wrap") as Element);
  expect(screen.getByTestId("secret")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Close" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "I have stored it" }));
  await waitFor(() => expect(screen.queryByTestId("secret")).toBeNull());
  expect(isHeldFirmly()).toBe(false);
});

test("copying a secret says that it is copied, and leaves it there", async () => {
  const { user } = show(<Page />);
  await user.click(screen.getByRole("button", { name: /Copy/ }));
  await screen.findByRole("button", { name: /Copied/ });
  expect(await navigator.clipboard.readText()).toBe("sk-1");
  expect(screen.getByTestId("secret")).toBeDefined();
});
