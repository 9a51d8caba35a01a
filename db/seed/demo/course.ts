import type { Picture } from "./pictures.ts";

/** One matter from its opening to where it stands: everything that happens, each thing at its instant. */
export interface Course<Opening = Asking | PassedOn> {
  readonly title: string;
  /** By chance, not by hand. */
  readonly drawn: boolean;
  /** Area of its station: what happens in different areas may happen side by side. */
  readonly area: string;
  readonly opening: Opening;
  readonly acts: readonly TimedAct[];
}

/** A firm asks for something. */
export interface Asking {
  readonly at: Date;
  /** Somebody of the firm; an officer who writes down what it told him (`channel`). */
  readonly by: string;
  readonly firm: string;
  readonly procedure: "consultation" | "appeal";
  readonly channel: "web" | "phone" | "visit";
  readonly project: string | null;
  readonly topic: string;
  readonly private: boolean;
  readonly form: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly pictures: readonly Picture[];
}

/** An office takes over a ticket of the hotline 12345. */
export interface PassedOn {
  readonly at: Date;
  /** Of the office. */
  readonly by: string;
  readonly firm: null;
  readonly procedure: "hotline";
  readonly project: string | null;
  readonly unit: string;
  readonly ticket: {
    readonly number: string;
    readonly text: string;
    readonly subject: string;
    readonly place: string;
    readonly class: "H2" | "H24" | "D7" | "D15";
    readonly receivedAt: Date;
    readonly caller: { readonly name?: string; readonly phone: string; readonly confidential: boolean };
  };
}

export interface TimedAct {
  readonly at: Date;
  readonly by: string;
  readonly does: Deed;
  /** Opens the matter before he writes, as on the screen; the reading is on record too. */
  readonly reads: boolean;
}

export type Deed =
  | { readonly kind: "step"; readonly step: string; readonly form: Readonly<Record<string, unknown>> }
  | { readonly kind: "comment"; readonly audience: "shared" | "handlers"; readonly text: string }
  | { readonly kind: "look" }
  // The office puts the replies that wait into a workbook for the hotline.
  | { readonly kind: "export" }
  // Somebody of another firm tries the address.
  | { readonly kind: "intrude" };
