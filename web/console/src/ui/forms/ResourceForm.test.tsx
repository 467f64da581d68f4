// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ModelDrawer } from "../../models/ModelsPage";
import { serve, setStage, show } from "../stage";
import type { DrawerState } from "./FormDrawer";

const drawer = vi.hoisted(() => ({ close: () => {} }));

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));
vi.mock("./FormDrawer", async (original) => {
  const { FormDrawer } = await original<typeof import("./FormDrawer")>();
  const Listening = (props: Parameters<typeof FormDrawer>[0]) => {
    drawer.close = props.onClose;
    return <FormDrawer {...props} />;
  };
  return { FormDrawer: Listening };
});

setStage();

test("what was made is gone to once: a drawer told late to close takes nobody back to it", async () => {
  serve({ "POST /api/models": () => ({ id: "model_1", name: "scorer" }) });
  const closed: DrawerState = { isOpen: true, onClose: vi.fn() };
  const { user, router } = show(<ModelDrawer row={undefined} {...closed} />);
  await user.type(await screen.findByRole("textbox", { name: "Name" }), "scorer");
  await user.click(screen.getByRole("button", { name: "Create" }));
  await vi.waitFor(() => expect(router.state.location.pathname).toBe("/models/scorer"));
  await act(() => router.navigate("/inbox"));
  act(drawer.close);
  expect(router.state.location.pathname).toBe("/inbox");
});
