/** A setting that cannot be used, in one sentence for the operator. */
export class SettingsError extends Error {
  constructor(chinese: string, english: string) {
    super(`${chinese} / ${english}`);
    this.name = "SettingsError";
  }
}
