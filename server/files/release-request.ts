import type { IncomingMessage } from "node:http";

const MAX_REST = 64 * 1024 * 1024;

/**
 * To be called when an upload is refused before its end. The answer reaches many clients only after they have sent all,
 * and a multipart parser whose part was destroyed stops reading: without this, client and connection hang until a
 * timeout. Reads on and drops, but not for ever: after `maxRest` bytes the connection is cut.
 */
export function releaseRequest(request: IncomingMessage, maxRest = MAX_REST): void {
  let rest = 0;
  request.unpipe();
  // The client may as well go away now.
  request.on("error", () => {});
  request.on("data", (chunk: Buffer) => {
    rest += chunk.length;
    if (rest > maxRest) request.destroy();
  });
  request.resume();
}
