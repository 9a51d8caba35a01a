import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { pino } from "pino";
import { inject } from "vitest";
import { procedures } from "#capabilities/index.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { openPlatform, type Platform } from "#server/platform.ts";
import type { RestoreOptions } from "../ops/backup/restore.ts";
import type { Harness } from "./harness.ts";
import { databaseUrl, withAdmin } from "./server.ts";

type Target = RestoreOptions;

/** Machines that have nothing but the program and the key, for a backup to be restored onto. */
export function newMachines(house: Harness) {
  const names: string[] = [];
  return {
    /** An empty database and folders below `folder`, for the backup at `from`. */
    async make(folder: string, from: string): Promise<Target> {
      const { adminUrl, template, owner, app } = inject("testServer");
      const name = `${template}_${randomBytes(4).toString("hex")}`;
      names.push(name);
      await withAdmin(adminUrl, async (admin) => {
        await admin.query(
          `create database ${pg.escapeIdentifier(name)} template template0 owner ${pg.escapeIdentifier(owner.name)}`,
        );
      });
      const place = await mkdtemp(join(folder, "machine-"));
      return {
        ownerUrl: databaseUrl(adminUrl, name, owner),
        appRole: app.name,
        filesDir: join(place, "files"),
        anchorsDir: join(place, "audit-anchors"),
        crypto: createAesProvider(await loadKeys({ keyFile: join(house.folder, "keys.json"), create: false })),
        from,
        now: new Date("2026-09-22T11:00:00Z"),
        say: () => undefined,
      };
    },
    /** The platform as it runs there after the restore. */
    start(target: Target): Promise<Platform> {
      const { adminUrl, app } = inject("testServer");
      return openPlatform({
        databaseUrl: databaseUrl(adminUrl, new URL(target.ownerUrl).pathname.slice(1), app),
        filesDir: target.filesDir,
        anchorsDir: target.anchorsDir,
        clock: house.clock,
        crypto: target.crypto,
        procedures,
        log: pino({ level: "silent" }),
      });
    },
    async drop(): Promise<void> {
      for (const name of names) {
        await withAdmin(house.database.adminUrl, (admin) =>
          admin.query(`drop database ${pg.escapeIdentifier(name)} with (force)`).then(() => undefined),
        );
      }
    },
  };
}
