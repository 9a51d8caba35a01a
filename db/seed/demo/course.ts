import type { Picture } from "./pictures.ts";

/** One matter from its opening to where it stands: everything that happens, each thing at its instant. */
export interface Course {
  readonly title: string;
  /** By chance, not by hand. */
  readonly drawn: boolean;
  /** Area of its station: what happens in different areas may happen side by side. */
  readonly area: string;
  readonly opening: {
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
  };
  readonly acts: readonly TimedAct[];
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
  // Somebody of another firm tries the address.
  | { readonly kind: "intrude" };
