import { createBrowserRouter } from "react-router";
import { beginAtSignIn } from "./auth/entrance";
import { SignInPage } from "./auth/SignInPage";
import { BrokenPage } from "./shell/BrokenPage";

beginAtSignIn();

/** Pages load when first visited, and so does all that only a signed-in person sees. */
export const router = createBrowserRouter(
  [
    { path: "/sign-in", element: <SignInPage />, errorElement: <BrokenPage /> },
    {
      path: "/register",
      lazy: async () => ({ Component: (await import("./auth/RegisterPage")).RegisterPage }),
      HydrateFallback: () => null,
      errorElement: <BrokenPage />,
    },
    {
      lazy: async () => ({ Component: (await import("./shell/SignedIn")).SignedIn }),
      HydrateFallback: () => null,
      errorElement: <BrokenPage />,
      children: [
        {
          errorElement: <BrokenPage />,
          children: [
            { index: true, lazy: async () => ({ Component: (await import("./shell/Home")).Home }) },
            { path: "inbox/:name?", lazy: async () => ({ Component: (await import("./inbox/InboxPage")).InboxPage }) },
            {
              path: "merchants",
              lazy: async () => ({ Component: (await import("./merchants/MerchantsPage")).MerchantsPage }),
            },
            {
              path: "gateway",
              lazy: async () => ({ Component: (await import("./shell/Home")).GatewayHome }),
            },
            {
              path: "gateway/:section",
              lazy: async () => ({ Component: (await import("./gateway/GatewayPage")).GatewayPage }),
            },
            {
              path: "assistants",
              lazy: async () => ({ Component: (await import("./assistants/AssistantsPage")).AssistantsPage }),
            },
            { path: "users", lazy: async () => ({ Component: (await import("./users/UsersPage")).UsersPage }) },
            { path: "keys", lazy: async () => ({ Component: (await import("./keys/KeysPage")).KeysPage }) },
            {
              path: "channels",
              lazy: async () => ({ Component: (await import("./channels/ChannelsPage")).ChannelsPage }),
            },
            { path: "tasks", lazy: async () => ({ Component: (await import("./tasks/TasksPage")).TasksPage }) },
            { path: "health", lazy: async () => ({ Component: (await import("./health/HealthPage")).HealthPage }) },
            { path: "audit", lazy: async () => ({ Component: (await import("./audit/AuditPage")).AuditPage }) },
            { path: "account", lazy: async () => ({ Component: (await import("./account/AccountPage")).AccountPage }) },
            { path: "*", lazy: async () => ({ Component: (await import("./shell/NotFound")).NotFound }) },
          ],
        },
      ],
    },
  ],
  { basename: "/console" },
);
