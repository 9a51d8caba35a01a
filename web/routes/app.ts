import { createRoute } from "@tanstack/react-router";
import { root } from "#web/routes/root.ts";
import { AppShell } from "#web/shell.tsx";

/** Everything for people who are signed in. */
export const app = createRoute({ getParentRoute: () => root, id: "app", component: AppShell });
