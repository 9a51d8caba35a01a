/** Operations that show one record. */
export const recordLooks: readonly string[] = ["matter.get", "matter.readers", "file.get", "enterprise.get"];

/** Operations that show a masked value whole. */
export const unmaskings: readonly string[] = ["matter.unmask", "enterprise.unmask"];
