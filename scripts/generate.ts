// Writes the generated files, or with --check proves that they are as they would be written: npm run generate
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { generateRows } from "#db/generate-rows.ts";
import { openApiDocument } from "#server/openapi.ts";
import { operations } from "#server/registry.ts";
import { databaseUrl, startTestServer } from "#test/server.ts";

const root = join(import.meta.dirname, "..");

/** Each generated file and the text it should have. */
const generators: readonly { readonly file: string; readonly text: () => Promise<string> }[] = [
  { file: "db/rows.gen.ts", text: rowTypes },
  { file: "openapi.json", text: openApi },
];

async function rowTypes(): Promise<string> {
  const { server, stop } = await startTestServer();
  try {
    if (server.problem !== undefined) throw new Error(server.problem);
    const session = new pg.Client({ connectionString: databaseUrl(server.adminUrl, server.template, server.owner) });
    await session.connect();
    try {
      return await generateRows(session);
    } finally {
      await session.end();
    }
  } finally {
    await stop();
  }
}

async function openApi(): Promise<string> {
  return `${JSON.stringify(openApiDocument(operations.map((operation) => ({ operation }))), null, 2)}\n`;
}

const isCheck = process.argv.includes("--check");
for (const { file, text } of generators) {
  try {
    const path = join(root, file);
    const wanted = await text();
    if (existsSync(path) && readFileSync(path, "utf8") === wanted) {
      console.log(`${file}: up to date`);
    } else if (isCheck) {
      console.error(`${file}: not as the sources say, run "npm run generate"`);
      process.exitCode = 1;
    } else {
      writeFileSync(path, wanted);
      console.log(`${file}: written`);
    }
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
