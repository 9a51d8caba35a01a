import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Received {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** How the receiver answers a delivery. */
export type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export interface Receiver {
  readonly url: string;
  readonly host: string;
  readonly received: Received[];
  answer: Answering;
  close(): Promise<void>;
}

export const taken: Answering = (response) => response.writeHead(204).end();

/** Another system's door on the loopback address: keeps what comes, and answers as the test says. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ id: headers["webhook-id"] ?? "", headers, body: body.toString() });
      receiver.answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receiver: Receiver = {
    url: `http://${host}/hooks`,
    host,
    received,
    answer: taken,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receiver;
}
