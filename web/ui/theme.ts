import { keep, readKept } from "#web/kept.ts";

/**
 * How Huhang looks, in one place (design.md). `applyTheme` hands the tokens to the style sheets as custom properties
 * (`--ink`, `--space-2` …). Every text colour has at least 4.5:1 on paper and on ground; a test counts it.
 */
export const colours = {
  ink: "#1b2430",
  soft: "#4d5866",
  paper: "#ffffff",
  ground: "#f4f6f8",
  line: "#dde2e8",
  edge: "#7d8896",
  navy: "#14346b",
  navyDeep: "#0e2750",
  navyWash: "#e7edf6",
  gold: "#8f6318",
  goldWash: "#f7efe1",
  good: "#1f7a4d",
  goodWash: "#e8f3ed",
  attention: "#a15c00",
  attentionWash: "#fdf1df",
  late: "#b3261e",
  lateWash: "#fbeae9",
} as const;

/** Four sizes, in rem so that the large type enlarges them all: 16 px base, 20 px large. */
export const sizes = { small: "0.875rem", base: "1rem", title: "1.25rem", head: "1.5rem" } as const;
export const weights = { plain: 400, strong: 600 } as const;

/** An 8 px grid with its half. */
export const spaces = {
  "space-half": "0.25rem",
  "space-1": "0.5rem",
  "space-2": "1rem",
  "space-3": "1.5rem",
  "space-4": "2rem",
  "space-6": "3rem",
} as const;

export const shape = { radius: "6px", touch: "2.75rem", motion: "160ms" } as const;

export const fontFamily =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif';

/** From here on list and detail stand side by side. */
export const wideFrom = 1024;

/** Every custom property that the style sheets use, with its value. */
export function cssVariables(): Record<string, string> {
  const named = Object.entries({ ...colours, ...shape }).map(([name, value]) => [dashed(name), value]);
  const sized = Object.entries(sizes).map(([name, value]) => [`size-${name}`, value]);
  const weighted = Object.entries(weights).map(([name, value]) => [`weight-${name}`, String(value)]);
  return Object.fromEntries([
    ...named,
    ...sized,
    ...weighted,
    ...Object.entries(spaces),
    ["font", fontFamily],
  ]) as Record<string, string>;
}

/** Puts the tokens where the style sheets find them. Set by script, which a strict style policy allows. */
export function applyTheme(root: HTMLElement): void {
  for (const [name, value] of Object.entries(cssVariables())) root.style.setProperty(`--${name}`, value);
  root.classList.toggle("large", isLarge());
}

/** Whether this browser shows the large type (大字). */
export function isLarge(): boolean {
  return readKept("large") === "yes";
}

export function setLarge(large: boolean): void {
  keep("large", large ? "yes" : "no");
  document.documentElement.classList.toggle("large", large);
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
