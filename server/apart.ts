/** What a transaction is given up with while something is done apart from it. */
class Pause extends Error {
  constructor() {
    super("something is to be done without a connection first");
    this.name = "Pause";
  }
}

/**
 * Work of a call that must hold no connection, or must stay whatever becomes of the call: a slow hash, a question to
 * another server, a trial that is counted. When it is first asked for, the transaction is given up; the work is done, and
 * the call begins anew with what came of it.
 */
export class Apart {
  readonly #done = new Map<string, unknown>();
  readonly #waiting = new Map<string, () => Promise<unknown>>();

  /** What came of the work under this key. Whoever catches errors lets `Apart.isPause` pass. */
  async result<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.#done.has(key)) return this.#done.get(key) as T;
    this.#waiting.set(key, work);
    throw new Pause();
  }

  /** Runs a transaction as often as it asks for more. Throws what the transaction or the work throws. */
  async settle<T>(transaction: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await transaction();
      } catch (error) {
        if (!Apart.isPause(error)) throw error;
      }
      const asked = [...this.#waiting];
      this.#waiting.clear();
      await Promise.all(asked.map(async ([key, work]) => this.#done.set(key, await work())));
    }
  }

  static isPause(error: unknown): boolean {
    return error instanceof Pause;
  }
}
