import { existsSync } from "node:fs";
import { join } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest; one of them begun last would keep one processor waiting for the other. */
const long = [
  "capabilities/conduct/anonymous-towns.test.ts",
  "ops/cli.test.ts",
  "ops/release.test.ts",
  "ops/faults/short.test.ts",
  "test/start.test.ts",
];

/** The order of a clean run, which knows no times of an earlier one: the long files first, then by size. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = long.filter((path) => !existsSync(join(import.meta.dirname, "..", path)));
    if (gone.length > 0) throw new Error(`no file of this name any more: ${gone.join(", ")}`);
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => long.some((path) => moduleId.endsWith(`/${path}`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
