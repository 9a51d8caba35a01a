/** Prints one short line about what is being done. */
export function say(line) {
  console.log(line);
}

/** A failure that is told in one line, Chinese and English, and never as a stack trace. */
export class Failure extends Error {}

/** Runs a script's work; a failure ends it with its sentence and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    console.error(
      error instanceof Failure ? error.message : `意外错误 / unexpected failure: ${error?.message ?? error}`,
    );
    process.exitCode = 1;
  }
}

/** Seconds since `start` (from performance.now()), for people. */
export function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
