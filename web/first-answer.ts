import type { OutputFor } from "#web/operations.ts";

/** What the server has sent along with the page: who is signed in, or that nobody is and who could be. */
export type FirstAnswer =
  | { readonly id: "session.me"; readonly answer: OutputFor<"session.me"> }
  | { readonly id: "demo.personas"; readonly answer: OutputFor<"demo.personas">; readonly why?: string };

/** Undefined where the server left it to the page to ask, as a development server does. */
export function readFirstAnswer(page: Pick<Document, "querySelector">): FirstAnswer | undefined {
  const text = page.querySelector<HTMLMetaElement>('meta[name="huhang-first"]')?.content ?? "";
  return text.startsWith("{") ? (JSON.parse(text) as FirstAnswer) : undefined;
}
