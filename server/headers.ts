import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "#kernel/errors.ts";

/** On every answer; the page, its scripts and files set their own policy and time. `secure`: behind TLS. */
export function sendHeaders(reply: FastifyReply, secure: boolean): void {
  reply.headers({
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    ...(secure && { "strict-transport-security": "max-age=31536000; includeSubDomains" }),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
  });
}

/** On the page: nothing of the outside, no inline script, styles by nonce (decision 38). */
export function pageHeaders(nonce: string): Record<string, string> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' blob: data:",
      "connect-src 'self'",
      "font-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=()",
    "cache-control": "no-store",
  };
}

/** A write that another site's page has caused is refused; browsers say so themselves. */
export function guardAgainstOtherSites(request: FastifyRequest): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new AppError("forbidden");
}
