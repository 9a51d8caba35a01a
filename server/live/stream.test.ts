import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openStream, renderEvent, type Stream } from "./stream.ts";

let server: Server;
let socket: Socket;
let stream: Stream;
let response: ServerResponse;

// A real connection whose reader the test holds back.
beforeEach(async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  server = createServer((_request, answer) => resolve(answer));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  response = await promise;
  stream = openStream(response);
});
afterEach(() => {
  socket.destroy();
  server.close();
  server.closeAllConnections();
});

const event = renderEvent("changed", JSON.stringify({ name: "matterMoved", matter: 1 }), 1);

it("cuts off a client that leaves too much unread, and holds no more than that", async () => {
  socket.pause();
  let written = 0;
  while (!response.destroyed) {
    stream.write(event.repeat(200));
    written += 200 * event.length;
    expect(response.writableLength).toBeLessThan(64 * 1024 + 200 * event.length + 1_000);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  }
  await stream.closed;
  stream.write(event);
  stream.end("");
});

it("does not cut off a client that reads", async () => {
  let read = 0;
  socket.on("data", (bytes) => {
    read += bytes.length;
  });
  for (let at = 0; at < 500; at += 1) {
    stream.write(event.repeat(100));
    await turn();
  }
  expect(response.destroyed).toBe(false);
  stream.end("");
  await stream.closed;
  expect(read).toBeGreaterThan(0);
});

it("waits only a moment for last words that nobody reads", async () => {
  socket.pause();
  // The system's buffers grow while they fill: full is what stays full.
  for (let full = 0; full < 20;) {
    if (response.writableLength === 0) {
      stream.write(event.repeat(500));
      full = 0;
    }
    await turn();
    full += 1;
  }
  expect(response.destroyed).toBe(false);
  const began = performance.now();
  stream.end(renderEvent("ended", "{}"));
  await stream.closed;
  expect(response.destroyed).toBe(true);
  expect(performance.now() - began).toBeGreaterThan(500);
});

it("has ended when the client has gone", async () => {
  socket.destroy();
  await stream.closed;
  stream.write(event);
  expect(response.writableLength).toBe(0);
});
