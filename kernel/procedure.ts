import type { z } from "zod";
import type { Limit } from "./working-time.ts";

/**
 * In what quality somebody acts in a matter. The procedure speaks only of capacities;
 * `access/capacities.ts` alone maps them to principals, and grants map principals to people.
 */
export const capacities = [
  "requester", // who asked: the opener, and his firm's desk unless the matter is private
  "firm", // the firm that the matter is about, whoever opened it
  "handler", // officer A of the project; without a project the desk of the topic's department
  "deputy", // officer B; without a project the station's desk
  "specialist", // policy specialists of the topic's department
  "stationChief",
  "programOffice", // the branch's office
  "leader", // the branch's leadership
  "inspector", // the city's inspectorate
  "cityLeader", // the city's leadership
  "dataProtection", // the city's data protection officer
  "sideA",
  "sideB",
  "system", // the clock
] as const;
export type Capacity = (typeof capacities)[number];

/** The two places in which a matter can be handled: officer A's and officer B's; without a project the department's and the station's. */
export const handlingPlaces = ["handler", "deputy"] as const satisfies readonly Capacity[];
export type HandlingPlace = (typeof handlingPlaces)[number];

/** What a guard may know. The engine loads only what a step names in `needs`. */
export interface Facts {
  /** How often each step was taken in this matter. */
  stepCounts: Readonly<Record<string, number>>;
  /** Matters opened by this one that are not closed. */
  openChildren: number;
  /** Kinds of the tasks that are open. */
  openTasks: readonly string[];
  /** Whole calendar days since the matter was closed, null while it is open. */
  daysSinceClosed: number | null;
  /** Answers on this topic go out only after a specialist has seen them. */
  topicReviewed: boolean;
  /** The matter is about a firm, which reads what is shared. */
  hasFirm: boolean;
  /** It belongs to a station; a complaint without a name that names nobody of one does not. */
  stationKnown: boolean;
  /** Kinds of the open tasks whose limit has ended. */
  lateTasks: readonly string[];
  /** Steps that whoever asks was the last to take. */
  ownSteps: readonly string[];
  /** Steps that whoever asks has ever taken in the matters that this one came of. */
  ownOriginSteps: readonly string[];
}
export type FactName = keyof Facts;

/** True, or the message key (below `reason.`) that tells the person why not. */
export type GuardAnswer = true | string;

/** A limit as declared, and the key under which the city may keep another one as data (`limit_rule`). */
export interface RuledLimit {
  readonly limit: Limit;
  /** A rule that is in force when the clock starts stands above `limit`; the clock keeps a copy (decision 8). */
  readonly rule?: string;
}

/** A limit that one field of a step's form chooses. */
export interface ChosenLimit {
  readonly field: string;
  /** One for each choice of the field. */
  readonly options: Readonly<Record<string, RuledLimit>>;
}

export interface TaskDefinition<State extends string, Step extends string> extends RuledLimit {
  readonly holder: Capacity;
  /** Who sees that this task exists. */
  readonly audience: string;
  /** Percentages of the limit at which the holder is reminded. */
  readonly remind: readonly number[];
  /**
   * Who is added at 100 %, then after each further half of the limit (decision 15). As long as the task is open,
   * whoever was added acts in the holder's capacity.
   */
  readonly ladder: readonly Capacity[];
  /** A step that the clock takes when the limit ends, instead of climbing. */
  readonly whenDue?: Step;
  /** States in which this task goes on although the state does not list it. */
  readonly survives?: readonly State[];
}

export interface StateDefinition<State extends string, Task extends string> {
  readonly phase: "open" | "waiting" | "closed";
  /** Tasks that are open in this state; opened on entering when they are not yet. */
  readonly tasks: readonly Task[];
  /** Of the open tasks, those whose clock stands still here (only in a waiting state). */
  readonly pauses?: readonly Task[];
  /** Where the matter goes by itself once none of `tasks` is open any more (parallel work). */
  readonly whenTasksDone?: State;
}

export interface ChildRequest {
  readonly procedure: string;
  /** The state in which it opens, in place of its own way in. */
  readonly opensIn?: string;
  readonly title: string;
  readonly form: Readonly<Record<string, unknown>>;
  /**
   * For the station's people, who are not to learn of the first matter: without its firm, project and opener, and kept
   * from the same persons.
   */
  readonly unnamed?: true;
}

/** How a matter began, for one that continues it. */
export interface MatterOrigin {
  readonly title: string;
  /** Its opening form by sections. */
  readonly form: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface StepDefinition<State extends string, Task extends string, Step extends string> {
  readonly from: readonly State[];
  /** `same` leaves the state as it is. */
  readonly to: State | "same";
  readonly by: readonly Capacity[];
  /** Tasks that this step ends where they are open. A step that stays in its state needs one of them to be open. */
  readonly completes?: readonly Task[];
  /** Parallel tasks that this step opens. */
  readonly opens?: readonly Task[];
  /** Who reads what is written in this step. */
  readonly audience: string;
  readonly form: z.ZodObject;
  readonly needs?: readonly FactName[];
  readonly guard?: (facts: Facts) => GuardAnswer;
  /** Tasks that this step starts with a limit chosen in its form, instead of their own. */
  readonly limits?: { readonly [T in Task]?: ChosenLimit };
  /**
   * The task whose limit this step replaces, with its percentages anew (decision 14): only before the old limit has
   * ended, and once in a matter, whatever step does it (CR3).
   */
  readonly extends?: ChosenLimit & { readonly task: Task };
  /** Puts the last entry of that step, with its author and files, before this step's own audience (a reviewed draft). */
  readonly publishes?: Step;
  /** What is written or published here is an official answer: the search may look through it (decision 25). */
  readonly answers?: true;
  /**
   * Four eyes: never taken by whoever took that step last. Where he holds the task that it opened for this one, the
   * next on the task's ladder holds it.
   */
  readonly apartFrom?: Step;
  /**
   * The field of its form in which the office says who handles the matter from here on (decision 19): the handler or the
   * deputy, who then changes places with him.
   */
  readonly handsTo?: string;
  /** Taken by the platform when the matter's project halts or goes on, in all its matters: nobody is told of each. */
  readonly withProject?: true;
  /** Taken by the platform when something has happened elsewhere (`effects.ts`), by no clock. */
  readonly byEffect?: true;
  /** Capacities that become actors of the state's tasks from this step on ("one level up"). */
  readonly raises?: readonly Capacity[];
  /** Another state when this step was taken before: the second "not answered" closes. */
  readonly again?: { readonly after: number; readonly to: State };
  /** What the matter came to, when this step closes it. */
  readonly outcome?: (form: Record<string, unknown>) => string;
  /** Matters split off from this one, which closes after them. */
  readonly children?: (form: Record<string, unknown>) => readonly ChildRequest[];
  /** Matters in which this one goes on (a question that turns out to be a demand); it does not wait for them. */
  readonly continues?: (form: Record<string, unknown>, origin: MatterOrigin) => readonly ChildRequest[];
  /** The main action of its moment: drawn as the one filled button. */
  readonly primary?: true;
  /** Cannot be undone: the screen asks once more. */
  readonly confirm?: true;
  /**
   * Makes sense for many matters at once with the same form: assigning, signing for, offering. Never what judges, refuses
   * or closes.
   */
  readonly bulk?: true;
}

export interface AudienceDefinition {
  /**
   * Capacities that always belong to it; holders of its tasks are added as they come, and whoever is added to a task
   * whose holder belongs to it.
   */
  readonly capacities: readonly Capacity[];
  /** Who may write a free comment for it. */
  readonly writers: readonly Capacity[];
  /** Whoever belongs to this audience reads these as well (an internal audience reads what is shared). */
  readonly alsoReads?: readonly string[];
}

export interface SectionDefinition {
  /** Who reads it. */
  readonly audience: string;
  readonly form: z.ZodObject;
  /** May be left out altogether: who called, when nobody did. The first section never is. */
  readonly optional?: true;
}

/** How a matter reached the platform. */
export const channels = ["web", "phone", "visit", "hotline"] as const;
export type Channel = (typeof channels)[number];

/** A kind of matter. Plain data and pure predicates; both sides of the wire read it. */
export interface Procedure<State extends string = string, Task extends string = string, Step extends string = string> {
  readonly id: string;
  /** Raised when a change would break running matters (decision 8). */
  readonly version: number;
  /** First part of the number, CR1. */
  readonly typeCode: string;
  readonly opensIn: NoInfer<State>;
  /** Where a matter without a project opens, when it takes another way in. */
  readonly opensWithoutProject?: NoInfer<State>;
  readonly openedBy: readonly Capacity[];
  /** Who may open it for a firm that called or was visited: the firm asks, he only writes it down. */
  readonly openedOnBehalfBy?: readonly Capacity[];
  /** Sections of the opening form. */
  readonly sections: Readonly<Record<string, SectionDefinition>>;
  readonly audiences: Readonly<Record<string, AudienceDefinition>>;
  readonly states: Readonly<Record<State, StateDefinition<NoInfer<State>, NoInfer<Task>>>>;
  readonly tasks: Readonly<Record<Task, TaskDefinition<NoInfer<State>, NoInfer<Step>>>>;
  readonly steps: Readonly<Record<Step, StepDefinition<NoInfer<State>, NoInfer<Task>, NoInfer<Step>>>>;
  /** Limits of tasks that it opens with, chosen by a field of its opening form: the capability that opens it asks for them. */
  readonly opensWith?: { readonly [T in NoInfer<Task>]?: ChosenLimit };
  /** Opened with others at once: whoever opens them tells it, and nobody is told of each. */
  readonly opensQuietly?: true;
  /** May others of the firm be kept out ("only me", decision 21). */
  readonly allowsPrivate: boolean;
  /**
   * What somebody asks about his own data: open to everybody, whatever his work, always its opener's alone, and answered
   * by nobody himself.
   */
  readonly aboutOneself?: true;
  /**
   * About somebody's conduct: always the opener's alone, and kept from whoever it names and from everybody who serves
   * that project or leads those who do (decision 21, GR-11). The opener may stay unnamed.
   */
  readonly aboutConduct?: true;
  /**
   * Opened by the platform about what somebody of the line has done: kept from everybody who serves the project or the
   * station of the matter that it comes of, and from those who lead them (decision 18).
   */
  readonly keptFromLine?: true;
}

export function defineProcedure<const State extends string, const Task extends string, const Step extends string>(
  procedure: Procedure<State, Task, Step>,
): Procedure<State, Task, Step> {
  return procedure;
}
