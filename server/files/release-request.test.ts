import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request as send } from "node:http";
import { connect } from "node:net";
import multipart from "@fastify/multipart";
import fastify from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileError } from "./file-error.ts";
import { createIntake } from "./intake.ts";
import { FILE_LIMITS } from "./limits.ts";
import { releaseRequest } from "./release-request.ts";
import { phonePhoto, temporaryStorage } from "./test-samples.ts";

const MIB = 1024 * 1024;
const MAX_REST = 20 * MIB;

/** A server with one upload route over the engine, as an operation would use it. */
async function uploadServer(place: Awaited<ReturnType<typeof temporaryStorage>>) {
  const intake = createIntake({ storage: place.storage, limits: { ...FILE_LIMITS, maxFileBytes: MIB } });
  const app = fastify({ forceCloseConnections: true });
  await app.register(multipart, { limits: { fileSize: 100 * MIB } });
  const outcomes: Promise<string>[] = [];
  app.post("/", async (request, reply) => {
    const part = await request.file();
    if (part === undefined) return reply.code(400).send();
    const work = intake.takeIn(part.file, { declaredName: part.filename, declaredType: part.mimetype });
    const outcome = work.then(
      () => "kept",
      (error: unknown) => (error instanceof FileError ? error.code : String(error)),
    );
    outcomes.push(outcome);
    const code = await outcome;
    if (code !== "kept") releaseRequest(request.raw, MAX_REST);
    return reply.code(code === "kept" ? 200 : 413).send(code);
  });
  return { app, outcomes, address: await app.listen({ port: 0, host: "127.0.0.1" }) };
}

let place: Awaited<ReturnType<typeof temporaryStorage>>;
let server: Awaited<ReturnType<typeof uploadServer>>;
beforeEach(async () => {
  place = await temporaryStorage();
  server = await uploadServer(place);
});
afterEach(async () => {
  await server.app.close();
  await place.dispose();
});

async function upload(bytes: Buffer): Promise<string> {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)]), "a.jpg");
  const response = await fetch(server.address, { method: "POST", body: form });
  return `${response.status} ${await response.text()}`;
}

describe("uploads over HTTP", () => {
  it("are answered also when refused long before their end, and the server goes on", async () => {
    const photo = await phonePhoto();
    expect(await upload(photo)).toBe("200 kept");
    for (const size of [2 * MIB, 15 * MIB]) {
      expect(await upload(Buffer.concat([photo, randomBytes(size)]))).toBe("413 file-too-large");
    }
    expect(await upload(Buffer.from("text"))).toBe("413 file-content-mismatch");
    expect(await upload(photo)).toBe("200 kept");
    expect(await place.lying()).toHaveLength(4);
  });

  it.each(["goes away", "ends the request early"])("leave nothing when the sender %s", async (how) => {
    const request = send(server.address, {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=B" },
    });
    request.on("error", () => {});
    request.write(`--B\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`);
    request.write(randomBytes(300_000));
    await once(server.app.server, "request");
    if (how === "goes away") request.destroy();
    else request.end();
    await expect.poll(() => server.outcomes.length).toBe(1);
    expect(await server.outcomes[0]).toBe("file-interrupted");
    expect(await place.lying()).toEqual([]);
  });

  it("are cut off when a refused sender never stops", async () => {
    const { hostname, port } = new URL(server.address);
    const socket = connect(Number(port), hostname);
    const cut = new Promise((resolve) => socket.once("close", resolve));
    let answer = "";
    socket.on("error", () => {});
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.write(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 1000000000\r\n\r\n" +
        `--B\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`,
    );
    let sent = 0;
    const piece = randomBytes(MIB);
    const go = () => {
      while (!socket.destroyed && sent < 900) {
        sent += 1;
        if (!socket.write(piece)) return;
      }
    };
    socket.on("drain", go);
    go();
    await cut;
    expect(answer).toContain("413");
    expect(sent).toBeGreaterThan(MAX_REST / MIB / 2);
    expect(sent).toBeLessThan(100);
  });
});
