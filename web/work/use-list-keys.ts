import { type RefObject, useEffect, useRef } from "react";
import { findCommand, moveChoice } from "#web/work/list-keys.ts";

interface Places {
  list: RefObject<HTMLElement | null>;
  filter: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
  /** The row with the focus is chosen, or let go. */
  onChoose?: (id: number) => void;
}

/**
 * `j k x / ?` for a list whose rows are links with `data-row`. Moving only moves the focus: opening a matter is a read
 * that is logged, so it takes an Enter, which a link knows by itself.
 */
export function useListKeys({ list, filter, onHelp, onChoose }: Places): void {
  const help = useRef(onHelp);
  help.current = onHelp;
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || document.querySelector("dialog[open]") !== null) return;
      const command = findCommand(event);
      if (command === undefined || command === "open") return;
      if (command === "filter") filter.current?.focus();
      else if (command === "help") help.current();
      else if (command === "choose") {
        const row = document.activeElement?.closest<HTMLElement>("[data-row]");
        if (row === null || row === undefined || !(list.current?.contains(row) ?? false)) return;
        choose.current?.(Number(row.dataset["row"]));
      } else moveFocus(list.current, command === "next" ? 1 : -1);
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [filter, list]);
}

function moveFocus(list: HTMLElement | null, by: 1 | -1): void {
  const rows = Array.from(list?.querySelectorAll<HTMLElement>("[data-row]") ?? []);
  const focused = rows.find((row) => row === document.activeElement);
  const open = rows.find((row) => row.getAttribute("aria-current") === "true");
  const ids = rows.map((row) => Number(row.dataset["row"]));
  const from = focused ?? open;
  const next = moveChoice(ids, from === undefined ? undefined : Number(from.dataset["row"]), by);
  const row = rows.find((one) => Number(one.dataset["row"]) === next);
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

/** Whether a key goes into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
