import { once } from "node:events";
import type { Readable } from "node:stream";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** What the server does with a letter: takes it, answers with a code, or says nothing any more. */
export type Manner = "take" | "silent" | { readonly at: "rcpt" | "data"; readonly code: number };

/** A real SMTP server on the loopback address that keeps what it was given. */
export interface LetterBox {
  readonly port: number;
  readonly letters: readonly ParsedMail[];
  /** Receivers by the envelope. */
  readonly receivers: readonly string[];
  manner: Manner;
  close(): Promise<void>;
}

export async function openLetterBox(): Promise<LetterBox> {
  const letters: ParsedMail[] = [];
  const receivers: string[] = [];
  const refusal = (code: number) => Object.assign(new Error("not here"), { responseCode: code });
  const box = { manner: "take" as Manner };
  async function keep(stream: Readable, manner: Manner, done: (error?: Error) => void): Promise<void> {
    const letter = await simpleParser(stream);
    if (typeof manner === "object") return done(refusal(manner.code));
    letters.push(letter);
    return manner === "take" ? done() : undefined;
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo(address, _session, done) {
      const { manner } = box;
      if (typeof manner === "object" && manner.at === "rcpt") return done(refusal(manner.code));
      receivers.push(address.address);
      return done();
    },
    onData(stream, _session, done) {
      const { manner } = box;
      void keep(stream, manner, done);
    },
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    letters,
    receivers,
    get manner() {
      return box.manner;
    },
    set manner(manner) {
      box.manner = manner;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
