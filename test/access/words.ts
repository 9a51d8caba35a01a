import { z } from "zod";

type JsonSchema = { readonly [key: string]: unknown };

/** One place of a schema: its path in dot notation, and whether words can stand there. */
interface Place {
  readonly path: string;
  readonly isWords: boolean;
}

/** Every place of a schema, looked at as JSON schema; whatever is not bounded counts as words. */
export function placesIn(schema: z.ZodType, prefix: string, io: "input" | "output" = "input"): Place[] {
  return walk(z.toJSONSchema(schema, { io, unrepresentable: "any" }), prefix);
}

/** Places of a schema where words can stand, each once. */
export function wordsIn(schema: z.ZodType, prefix: string, io: "input" | "output" = "input"): string[] {
  return [...new Set(placesIn(schema, prefix, io).flatMap(({ path, isWords }) => (isWords ? [path] : [])))];
}

function walk(schema: JsonSchema, path: string): Place[] {
  const inner = [schema["anyOf"], schema["oneOf"], schema["allOf"]].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  if (inner.length > 0) return inner.flatMap((one) => walk(one as JsonSchema, path));
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>);
  if (properties.length > 0) return properties.flatMap(([name, one]) => walk(one, `${path}.${name}`));
  if (schema["items"]) return walk(schema["items"] as JsonSchema, path);
  const isBounded = Boolean(schema["enum"] ?? schema["format"] ?? schema["pattern"]) || "const" in schema;
  const isWords = !isBounded && (schema["type"] === undefined || [schema["type"]].flat().includes("string"));
  return [{ path, isWords }];
}
