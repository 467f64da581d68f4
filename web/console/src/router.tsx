import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { beginAtSignIn, SignInPage } from "./auth/SignInPage";
import { BrokenPage } from "./shell/BrokenPage";

beginAtSignIn();

/** A component that loads when it is first needed, by its name in its module. */
const loaded =
  <N extends string>(name: N, load: () => Promise<Record<N, ComponentType>>) =>
  async () => ({ Component: (await load())[name] });

const PAGES: RouteObject[] = [
  { index: true, lazy: loaded("Home", () => import("./shell/Home")) },
  { path: "inbox/:name?", lazy: loaded("InboxPage", () => import("./inbox/InboxPage")) },
  { path: "merchants", lazy: loaded("MerchantsPage", () => import("./merchants/MerchantsPage")) },
  { path: "gateway", lazy: loaded("GatewayHome", () => import("./shell/Home")) },
  { path: "gateway/:section", lazy: loaded("GatewayPage", () => import("./gateway/GatewayPage")) },
  { path: "assistants", lazy: loaded("AssistantsPage", () => import("./assistants/AssistantsPage")) },
  { path: "users", lazy: loaded("UsersPage", () => import("./users/UsersPage")) },
  { path: "keys", lazy: loaded("KeysPage", () => import("./keys/KeysPage")) },
  { path: "channels", lazy: loaded("ChannelsPage", () => import("./channels/ChannelsPage")) },
  { path: "models", lazy: loaded("ModelsPage", () => import("./models/ModelsPage")) },
  { path: "models/:name", lazy: loaded("ModelPage", () => import("./models/ModelPage")) },
  { path: "deployments", lazy: loaded("DeploymentsPage", () => import("./models/deployments/DeploymentsPage")) },
  { path: "deployments/:id", lazy: loaded("DeploymentPage", () => import("./models/deployments/DeploymentPage")) },
  { path: "playground", lazy: loaded("ChatPage", () => import("./models/chat/ChatPage")) },
  { path: "tasks/:section?", lazy: loaded("TasksPage", () => import("./tasks/TasksPage")) },
  { path: "health", lazy: loaded("HealthPage", () => import("./health/HealthPage")) },
  { path: "audit", lazy: loaded("AuditPage", () => import("./audit/AuditPage")) },
  { path: "account", lazy: loaded("AccountPage", () => import("./account/AccountPage")) },
  { path: "*", lazy: loaded("NotFound", () => import("./shell/NoPage")) },
];

/** Pages load when first visited, and so does all that only a signed-in person sees. */
export const router = createBrowserRouter(
  [
    { path: "/sign-in", element: <SignInPage />, errorElement: <BrokenPage /> },
    {
      lazy: loaded("Providers", () => import("./shell/Providers")),
      HydrateFallback: () => null,
      errorElement: <BrokenPage />,
      children: [
        { path: "/register", lazy: loaded("RegisterPage", () => import("./auth/RegisterPage")) },
        {
          lazy: loaded("SignedIn", () => import("./shell/SignedIn")),
          children: [{ errorElement: <BrokenPage />, children: PAGES }],
        },
      ],
    },
  ],
  { basename: "/console" },
);
