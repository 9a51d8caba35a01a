import { z } from "zod";

/** An id as it comes in a path, a query or a body. */
export const idParam = z
  .union([z.number(), z.string().regex(/^[1-9]\d{0,15}$/)])
  .transform(Number)
  .pipe(z.int32().positive());

/** An instant on the wire. */
export const instant = z.iso.datetime();

/** A calendar day on the wire. */
export const day = z.iso.date();

/** Position in a list, given out by the server and never made up by a caller. */
export const cursor = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9_-]+$/);

/** A flag in a query string. */
export const queryFlag = z
  .union([z.boolean(), z.enum(["true", "false"])])
  .transform((value) => value === true || value === "true");

export const uuid = z.uuid();

/** Ids of rows in a query string, `3,17,4`. */
export const idList = z
  .string()
  .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14}){0,999}$/)
  .transform((text) => text.split(",").map(Number));
