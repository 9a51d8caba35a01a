import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { keyOf } from "#web/call.ts";
import { findChosenLocale, setLocale } from "#web/i18n/index.ts";
import { forgetPersons } from "#web/kept.ts";
import type { Me } from "#web/session.tsx";
import { returnAddress } from "#web/sign-in/return-address.ts";

/** What happens once the server knows who it is: nothing of whoever was there before stays, and the way goes on. */
export function useEnter(back: unknown): (me: Me) => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  return async (me) => {
    queries.clear();
    forgetPersons({ stays: me.accountId });
    queries.setQueryData(keyOf("session.me", {}), me);
    if (findChosenLocale() === undefined) await setLocale(me.locale);
    const address = returnAddress(back);
    if (address === "/") await navigate({ to: "/" });
    else router.history.push(address);
  };
}
