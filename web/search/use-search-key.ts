import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { findCommand } from "#web/work/list-keys.ts";
import { isTyping } from "#web/work/use-list-keys.ts";

/** `/` leads to the search wherever no list takes it for its own filter. */
export function useSearchKey(on: boolean): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!on) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || findCommand(event) !== "filter" || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      void navigate({ to: "/search" });
    };
    // After the lists, which listen on the document.
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate, on]);
}
