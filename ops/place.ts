import { findEmbeddedPostgres, startEmbeddedPostgres } from "#server/adapters/postgres/supervisor.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import type { CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";
import { type KeyRing, loadKeys } from "#server/adapters/crypto/key-file.ts";
import { keyFileOf, type Settings } from "#server/settings.ts";
import { join } from "node:path";
import { OpsError, type Say } from "./words.ts";

/** An installation as the tool works on it: its database as the owner, its files and its anchors. */
export interface Place {
  readonly settings: Settings;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly appRole: string;
  readonly filesDir: string;
  readonly anchorsDir: string;
  close(): Promise<void>;
}

/**
 * Finds the installation that the settings name. The embedded database of a running platform is used as it is; without
 * one it is started for the time of the command.
 */
export async function openPlace(settings: Settings, say: Say): Promise<Place> {
  const { databaseUrl, databaseOwnerUrl, dataDir, anchorsDir } = settings;
  const common = { settings, filesDir: join(dataDir, "files"), anchorsDir };
  if (databaseUrl !== null) {
    if (databaseOwnerUrl === null) {
      throw new OpsError(
        "请设置 DATABASE_OWNER_URL（数据库所有者的地址）",
        "set DATABASE_OWNER_URL, the address of the role that owns the database",
      );
    }
    return {
      ...common,
      ownerUrl: databaseOwnerUrl,
      appUrl: databaseUrl,
      appRole: roleOf(databaseUrl),
      close: async () => undefined,
    };
  }
  const running = await findEmbeddedPostgres(dataDir);
  if (running) return { ...common, ...running, appRole: roleOf(running.appUrl), close: async () => undefined };
  const started = await startEmbeddedPostgres({ dataDir, log: say });
  return { ...common, ...started, appRole: roleOf(started.appUrl), close: () => started.stop() };
}

/** The keys of the installation. */
export async function openKeys(
  settings: Settings,
): Promise<{ readonly ring: KeyRing; readonly crypto: CryptoProvider }> {
  const ring = await loadKeys({ keyFile: keyFileOf(settings), create: false });
  return { ring, crypto: createAesProvider(ring) };
}

function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
