/** The style nonce that the server wrote into the page, or undefined where it wrote none. */
export function styleNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  return nonce === undefined || nonce === "" || nonce === "__NONCE__" ? undefined : nonce;
}
