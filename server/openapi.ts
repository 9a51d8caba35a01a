import { z } from "zod";
import { type ErrorCode, errorStatus } from "#kernel/errors.ts";
import type { Operation } from "#kernel/operation.ts";

type Json = Record<string, unknown>;

/** Errors that any operation can answer with. */
const common: readonly ErrorCode[] = [
  "bad-request",
  "not-signed-in",
  "forbidden",
  "not-found",
  "invalid",
  "internal",
  "unavailable",
];

/** The published description (OpenAPI 3.1) of these operations; operationId is `noun.verb`. */
export function openApiDocument(operations: Iterable<{ readonly operation: Operation }>): Json {
  const paths: Record<string, Json> = {};
  for (const { operation } of operations) {
    const path = operation.path.replaceAll(/:([a-zA-Z]+)/g, "{$1}");
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Huhang 护航", version: "1", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: "/" }],
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "huhang" },
        serviceAccount: { type: "http", scheme: "bearer", description: "A service account's key, `hhk_…`." },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

function describe(operation: Operation): Json {
  const input = schemaOf(operation.input, "input");
  const properties = (input["properties"] ?? {}) as Record<string, Json>;
  const required = (input["required"] ?? []) as string[];
  const inPath = [...operation.path.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] ?? "");
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const hasBody = operation.method === "POST" || operation.method === "PUT";
  const keyed = operation.kind === "write" && operation.replayable !== false;
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.id.split(".")[0]],
    ...(operation.open && { security: [] }),
    ...(!operation.open && {
      security: [{ session: [] }, ...(operation.machines ? [{ serviceAccount: [] }] : [])],
    }),
    parameters: [
      ...inPath.map((name) => ({ name, in: "path", required: true, schema: properties[name] ?? {} })),
      ...(hasBody
        ? []
        : rest.map((name) => ({ name, in: "query", required: required.includes(name), schema: properties[name] }))),
      ...(keyed
        ? [
            {
              name: "Idempotency-Key",
              in: "header",
              required: true,
              schema: { type: "string", minLength: 8, maxLength: 100 },
            },
          ]
        : []),
    ],
    ...(hasBody && { requestBody: bodyOf(operation, input, rest, required) }),
    responses: {
      200: { description: "Done.", content: answerOf(operation) },
      ...Object.fromEntries(statusesOf(operation).map((status) => [status, problemAnswer])),
    },
  };
}

function bodyOf(operation: Operation, input: Json, rest: string[], required: string[]): Json {
  if (operation.body === "multipart") {
    const file = { type: "string", contentMediaType: "application/octet-stream" };
    const schema = { type: "object", properties: { file }, required: ["file"] };
    return { required: true, content: { "multipart/form-data": { schema } } };
  }
  const properties = (input["properties"] ?? {}) as Record<string, Json>;
  const schema = {
    type: "object",
    properties: Object.fromEntries(rest.map((name) => [name, properties[name]])),
    required: required.filter((name) => rest.includes(name)),
    additionalProperties: false,
  };
  return { required: schema.required.length > 0, content: { "application/json": { schema } } };
}

function answerOf(operation: Operation): Json {
  if (operation.reply === "file") return { "application/octet-stream": {} };
  return { "application/json": { schema: schemaOf(operation.output, "output") } };
}

function statusesOf(operation: Operation): number[] {
  return [...new Set([...common, ...(operation.errors ?? [])].map((code) => errorStatus[code]))].sort(
    (left, right) => left - right,
  );
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
  });
  return rest;
}

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { enum: Object.keys(errorStatus) },
    reason: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "code"],
        properties: {
          path: { type: "string" },
          code: { type: "string" },
          params: { type: "object" },
          choices: {
            type: "array",
            items: { type: "object", properties: { id: { type: "integer" }, name: { type: "string" } } },
          },
        },
      },
    },
  },
};

const problemAnswer = {
  description: "Refused.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
