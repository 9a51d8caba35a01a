import type { Line } from "./caller.ts";

export type Schema = Readonly<Record<string, unknown>>;

/** An operation as the published description tells it. */
export interface Described {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly inPath: readonly { readonly name: string; readonly schema: Schema }[];
  readonly inQuery: readonly { readonly name: string; readonly schema: Schema }[];
  readonly body: Schema | null;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
}
interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

/** Every operation of a running platform, from `/api/openapi.json`: what a third party knows of it. */
export async function readDescription(line: Line): Promise<Described[]> {
  const { text } = await line.send("GET", "/api/openapi.json", null, {});
  const { paths } = JSON.parse(text) as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const placed = (where: string) =>
        (operation.parameters ?? [])
          .filter((one) => one.in === where)
          .map(({ name, schema }) => ({ name, schema: schema ?? {} }));
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        inPath: placed("path"),
        inQuery: placed("query"),
        body: operation.requestBody?.content["application/json"]?.schema ?? null,
      };
    }),
  );
}
