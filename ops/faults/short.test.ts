import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Program, startProgram } from "#test/program.ts";
import { Line } from "./caller.ts";
import { tryForeign } from "./foreign.ts";
import { flood } from "./hostile.ts";
import { killRounds } from "./kill.ts";

// The short form of `npm run faults`: the real program as a process of its own, and somebody outside.

const clock = "2026-11-17T09:20:00+08:00";
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "huhang-faults-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("somebody who means no good", () => {
  let program: Program;
  let line: Line;
  beforeAll(async () => {
    program = await startProgram({ data: join(folder, "city"), clock });
    line = new Line(program.url, 16);
  });
  afterAll(async () => {
    line.close();
    await program.stop("SIGTERM");
  });

  // First, because administrators close accounts in the other one.
  it("meets no server error with requests that make no sense", async () => {
    // Always the same ones: whether a change lands must not be luck. The full run draws new ones each time.
    const seed = 20_261_130;
    const { sent, byStatus, faults } = await flood(line, 400, seed);
    expect(sent).toBe(400);
    expect(faults, `seed ${seed}`).toEqual([]);
    // Neither refused at the first door nor let through without a look.
    expect(byStatus[422]).toBeGreaterThan(20);
    expect(byStatus[200]).toBeGreaterThan(5);
  });

  it("reads and changes nothing of a firm with its ids, by any operation", async () => {
    const { sent, leaks, serverErrors } = await tryForeign(line, { thorough: false });
    expect(sent).toBeGreaterThan(500);
    expect([...leaks, ...serverErrors]).toEqual([]);
  });
});

describe("kill -9 while people write", () => {
  it("loses nothing that was acknowledged and doubles nothing, of the application and of its database", async () => {
    const data = join(folder, "killed");
    const { acknowledged, lost, doubled } = await killRounds({ data, clock, rounds: 2 });
    expect(acknowledged).toBeGreaterThan(10);
    expect(lost).toEqual([]);
    expect(doubled).toEqual([]);
  });
});
