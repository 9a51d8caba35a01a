export type Health = "ok" | "warn" | "fail";

/** One line of the doctor's examination: what was looked at, how it is, and what to do. */
export interface Finding {
  readonly health: Health;
  readonly name: string;
  readonly text: string;
}

export const finding = (health: Health, name: string, chinese: string, english: string): Finding => ({
  health,
  name,
  text: `${chinese} / ${english}`,
});
