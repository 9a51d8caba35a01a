import { createContext, type ReactNode, useContext } from "react";
import type { OutputFor } from "#web/operations.ts";

export type Me = OutputFor<"session.me">;

const MeContext = createContext<Me | null>(null);

/** Makes known to the pages below who is signed in. */
export function SessionProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

/** Who is signed in. Throws outside the signed-in pages. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error("useMe outside the signed-in pages");
  return me;
}
