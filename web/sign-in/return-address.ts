/** Where to go after signing in: an address of ours that was asked for before, else home. Never another site. */
export function returnAddress(back: unknown): string {
  if (typeof back !== "string" || !/^\/(?![/\\])/.test(back) || back.startsWith("/sign-in")) return "/";
  return back;
}
