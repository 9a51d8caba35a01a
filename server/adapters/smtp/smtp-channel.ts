import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Channel, Letter, SendOutcome } from "#capabilities/notices/channel.ts";
import type { MailSettings } from "../../settings.ts";

interface Timeouts {
  /** Until the server has greeted. */
  readonly connectMs: number;
  /** Without a word from it. */
  readonly silenceMs: number;
}
const usualTimeouts: Timeouts = { connectMs: 10_000, silenceMs: 30_000 };

/** Mail over SMTP: with TLS, unless the server is this machine's own. */
export function createSmtpChannel(settings: MailSettings, timeouts = usualTimeouts): Channel {
  return {
    name: "mail",
    home: settings.home,
    async send(letter) {
      // The other side may have taken the letter from the moment on at which it began to read it.
      let reading = false;
      try {
        const bytes = await compose(settings, letter);
        const message = onceRead(bytes, () => {
          reading = true;
        });
        await deliver(settings, timeouts, letter.to, message);
        return { outcome: "sent", fault: null };
      } catch (error) {
        return { outcome: outcomeOf(error, reading), fault: faultOf(error) };
      }
    },
  };
}

/** The composer writes headers so that nothing in a value can begin another one. */
function compose({ from }: MailSettings, { id, to, subject, text }: Letter): Promise<Buffer> {
  const [, domain = ""] = from.split("@");
  const mail = new MailComposer({
    from: { name: "护航", address: from },
    to,
    subject,
    text,
    headers: { "Auto-Submitted": "auto-generated" },
    messageId: `<${id}@${domain}>`,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

function onceRead(bytes: Buffer, onRead: () => void): Readable {
  return new Readable({
    read() {
      onRead();
      this.push(bytes);
      this.push(null);
    },
  });
}

function deliver(settings: MailSettings, timeouts: Timeouts, to: string, message: Readable): Promise<void> {
  const connection = new SMTPConnection({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    // In the clear only within this machine.
    requireTLS: !settings.secure && !settings.loopback,
    ignoreTLS: settings.loopback,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silenceMs,
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      // Closing tells of the end once more, which is then no news.
      reject(error);
      connection.close();
    };
    const send = () =>
      connection.send({ from: settings.from, to: [to] }, message, (error) => {
        if (error) return fail(error);
        connection.quit();
        return resolve();
      });
    // Stays until the end: an error without a listener would end the process.
    connection.on("error", fail);
    connection.once("end", () => fail(new Error("the connection has ended")));
    connection.connect((error) => {
      if (error) return fail(error);
      if (settings.user === null) return send();
      return connection.login({ user: settings.user, pass: settings.password ?? "" }, (refused) =>
        refused ? fail(refused) : send(),
      );
    });
  });
}

/** A reply of the server is certain; without one it depends on whether the letter was being read. */
function outcomeOf(error: unknown, reading: boolean): SendOutcome {
  const { responseCode, command } = factsOf(error);
  if (responseCode !== undefined) {
    return command === "RCPT TO" && responseCode >= 500 && responseCode !== 503 ? "refused" : "later";
  }
  return reading ? "unsure" : "later";
}

/** What kind of failure; never the words of the server, which may hold the address. */
function faultOf(error: unknown): string {
  const { responseCode, code } = factsOf(error);
  return String(responseCode ?? code ?? "unknown").slice(0, 40);
}

function factsOf(error: unknown): { responseCode?: number; command?: string; code?: string } {
  if (!(error instanceof Error)) return {};
  const { responseCode, command, code } = error as Error & {
    responseCode?: unknown;
    command?: unknown;
    code?: unknown;
  };
  return {
    ...(typeof responseCode === "number" && { responseCode }),
    ...(typeof command === "string" && { command }),
    ...(typeof code === "string" && { code }),
  };
}
