import { AppError } from "#kernel/errors.ts";

/** A place in a list that is ordered by instant and key, the newest first. */
export interface Place {
  readonly at: Date;
  readonly key: string;
}

/** Behind everything: where a list begins. */
export const beginning: Place = { at: new Date("9999-12-31T00:00:00Z"), key: "~" };

export function writeCursor(place: Place): string {
  return Buffer.from(`${place.at.getTime()}.${place.key}`).toString("base64url");
}

export function readCursor(cursor: string | undefined): Place {
  if (cursor === undefined) return beginning;
  const match = /^(\d{1,16})\.([a-z]+:[\w.-]{1,60})$/.exec(Buffer.from(cursor, "base64url").toString());
  const at = new Date(Number(match?.[1]));
  if (!match?.[2] || Number.isNaN(at.getTime())) {
    throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  }
  return { at, key: match[2] };
}
