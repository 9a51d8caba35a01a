import { describe, expect, test } from "vitest";
import { z } from "zod";
import { procedures } from "#capabilities/index.ts";
import type {
  AudienceDefinition,
  Procedure,
  StateDefinition,
  StepDefinition,
  TaskDefinition,
} from "#kernel/procedure.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { checkProcedure } from "./check.ts";

type State = StateDefinition<string, string>;
type Task = TaskDefinition<string, string>;
type Step = StepDefinition<string, string, string>;

const sound: Procedure = relay;
const state = (name: string, change: Partial<State>): Procedure => ({
  ...sound,
  states: { ...sound.states, [name]: { ...sound.states[name], ...change } as State },
});
const task = (name: string, change: Partial<Task>): Procedure => ({
  ...sound,
  tasks: { ...sound.tasks, [name]: { ...sound.tasks[name], ...change } as Task },
});
const step = (name: string, change: Partial<Step>): Procedure => ({
  ...sound,
  steps: { ...sound.steps, [name]: { ...sound.steps[name], ...change } as Step },
});
const audience = (name: string, change: Partial<AudienceDefinition>): Procedure => ({
  ...sound,
  audiences: { ...sound.audiences, [name]: { ...sound.audiences[name], ...change } as AudienceDefinition },
});
const words = z.strictObject({ text: z.string().min(1) });

test.each([...procedures, relay])("$id is sound", (procedure) => {
  expect(checkProcedure(procedure)).toEqual([]);
});

test("a procedure without guards, groups or optional parts is checked too", () => {
  const { opensWithoutProject: _elsewhere, ...oneWay } = sound;
  const smallest: Procedure = {
    ...oneWay,
    opensIn: "A",
    sections: { wish: { audience: "all", form: words } },
    audiences: { all: { capacities: ["requester"], writers: [] } },
    tasks: {
      do: { holder: "handler", audience: "all", limit: { amount: 1, unit: "wd" }, remind: [], ladder: ["deputy"] },
    },
    states: { A: { phase: "open", tasks: ["do"] }, B: { phase: "closed", tasks: [] } },
    steps: { end: { from: ["A"], to: "B", by: ["handler"], completes: ["do"], audience: "all", form: words } },
  };
  expect(checkProcedure(smallest)).toEqual([]);
});

describe("each fault is found and named", () => {
  test.each<[string, Procedure, string]>([
    // States and ways.
    ["an unreachable state", state("LOST", { phase: "open", tasks: ["join"] }), "state LOST is never reached"],
    [
      "no ending at all",
      {
        ...sound,
        states: Object.fromEntries(
          Object.entries(sound.states).map(([name, one]) => [
            name,
            one.phase === "closed" ? { phase: "open", tasks: ["join"] } : one,
          ]),
        ),
      },
      "no state closes the matter",
    ],
    ["a dead end", deadEnd(), "from state STUCK no ending can be reached"],
    ["opening where it ends", { ...sound, opensIn: "DROPPED" }, "it opens in a closed state"],
    ["an open state without a task", state("JOINING", { tasks: [] }), "open state JOINING waits for nobody"],
    ["a closed state with a task", state("DROPPED", { tasks: ["join"] }), "closed state DROPPED has tasks"],
    [
      "a closed state that goes on",
      state("DROPPED", { whenTasksDone: "JOINING" }),
      "closed state DROPPED goes on by itself",
    ],
    [
      "a pause in an open state",
      state("CHECKING", { pauses: ["join"] }),
      "state CHECKING pauses a clock but does not wait",
    ],
    [
      "a pause of a foreign task",
      state("OFFERED", { pauses: ["join"] }),
      "state OFFERED pauses join, which is not its task",
    ],
    ["only pauses", state("HALTED", { pauses: ["join", "fill"] }), "in state HALTED every clock stands still"],
    [
      "parallel work that leads nowhere",
      state("PREPARING", { whenTasksDone: undefined }),
      "state PREPARING can be left waiting for nobody",
    ],
    [
      "a step that stays and ends all there is",
      step("fill", { to: "same" }),
      "state HALTED can be left waiting for nobody",
    ],
    [
      "a state that goes on to itself",
      state("PREPARING", { whenTasksDone: "PREPARING" }),
      "state PREPARING goes on to itself",
    ],
    [
      "a state that is left only by doing a second time what can be done once",
      {
        ...sound,
        states: { ...sound.states, PREPARING: { phase: "open", tasks: ["prepareA", "prepareB"] } },
        steps: {
          ...sound.steps,
          drop: { ...sound.steps["drop"], from: ["DRAWN", "JOINING"] } as Step,
          prepareA: { ...sound.steps["prepareA"], again: { after: 1, to: "JOINING" } } as Step,
        },
      },
      "from state PREPARING nothing surely leads on",
    ],
    ["a task opened at the end", step("drop", { opens: ["help"] }), "step drop opens a task and may close the matter"],
    ["a procedure that nobody opens", { ...sound, openedBy: [] }, "nobody can open it"],
    ["a form without sections", { ...sound, sections: {} }, "its opening form has no section"],

    // Tasks.
    ["a task without a limit", task("join", { limit: { amount: 0, unit: "wd" } }), "task join has no limit"],
    ["half a unit", task("join", { limit: { amount: 1.5, unit: "wd" } }), "task join has no limit"],
    ["a reminder at 0 %", task("join", { remind: [0] }), "task join reminds at what is no percentage"],
    ["a reminder at 101 %", task("join", { remind: [50, 101] }), "task join reminds at what is no percentage"],
    ["no ladder and no step", task("join", { ladder: [] }), "nothing happens when task join is overdue"],
    ["a task for the clock", task("join", { holder: "system" }), "task join waits for the clock"],
    ["a task never opened", task("idle", { ...sound.tasks["join"] }), "task idle is never opened"],
    ["a task that nothing ends", step("help", { completes: ["join"] }), "no step ends the task help"],
    ["a task whose holder has no step", task("check", { holder: "leader" }), "whoever holds task check can do nothing"],
    ["a task after the end", task("help", { survives: ["CLOSED"] }), "task help survives the closing in CLOSED"],
    [
      "a due step that is not the clock's",
      step("goOn", { by: ["requester"] }),
      "task fill ends in a step that the clock may not take",
    ],
    ["a due step for another task", step("goOn", { completes: ["join"] }), "task fill is not ended by goOn"],
    [
      "a due step that is not open there",
      task("fill", { survives: ["CHECKING"] }),
      "task fill can be due in state CHECKING, where goOn is not open",
    ],

    // Steps.
    ["a step for nobody", step("halt", { by: [] }), "step halt can be taken by nobody"],
    ["a step from nowhere", step("halt", { from: [] }), "step halt is open in no state"],
    ["a form for the clock", step("goOn", { form: words }), "step goOn is the clock's but has a form to fill"],
    [
      "a clock's step that no task names",
      task("fill", { ladder: ["deputy"], whenDue: undefined }),
      "step goOn waits for a clock that never takes it",
    ],
    [
      "a step along with the project that is somebody's",
      step("halt", { withProject: true }),
      "step halt goes with the project but others may take it",
    ],
    ["a step that changes nothing", step("halt", { to: "same" }), "step halt changes nothing in JOINING"],
    ["a step to where it is", step("halt", { to: "JOINING" }), "step halt changes nothing in JOINING"],
    [
      "a step with nothing to end",
      step("prepareA", { from: ["PREPARING", "CHECKING"] }),
      "step prepareA has nothing to end in CHECKING",
    ],
    [
      "again from the first time",
      step("refuse", { again: { after: 0, to: "NOT_SOLVED" } }),
      "step refuse leads elsewhere from the first time on",
    ],
    ["children of a closing step", step("split", { to: "DROPPED" }), "step split opens matters and may close its own"],
    [
      "a publication that changes nothing",
      step("release", { publishes: "halt" }),
      "step release publishes what its readers have read already",
    ],
    [
      "an undeclared fact",
      step("propose", { needs: ["topicReviewed"] }),
      "the guard of propose uses stepCounts without needing it",
    ],
    [
      "an undeclared fact behind another",
      step("reopen", { needs: ["stepCounts"] }),
      "the guard of reopen uses daysSinceClosed without needing it",
    ],
    [
      "an undeclared fact of children",
      step("split", { needs: [] }),
      "the guard of split uses openChildren without needing it",
    ],

    // Audiences.
    [
      "reading by way of another audience",
      audience("handlers", { alsoReads: ["sideA"] }),
      "audience handlers reads sideA, but not shared, which sideA reads",
    ],

    // Unknown names, each place of them.
    ["opening in an unknown state", { ...sound, opensIn: "X" }, "it opens in the unknown state X"],
    [
      "a section's audience",
      { ...sound, sections: { wish: { audience: "X", form: words } } },
      "section wish is for the unknown audience X",
    ],
    [
      "an audience's audience",
      audience("handlers", { alsoReads: ["X"] }),
      "audience handlers also reads the unknown audience X",
    ],
    ["a state's task", state("JOINING", { tasks: ["X"] }), "state JOINING names the unknown task X"],
    ["a state's paused task", state("HALTED", { pauses: ["X"] }), "state HALTED names the unknown task X"],
    ["a state's next", state("PREPARING", { whenTasksDone: "X" }), "state PREPARING goes on to the unknown state X"],
    ["a task's audience", task("join", { audience: "X" }), "task join is for the unknown audience X"],
    ["a task's end", task("fill", { whenDue: "X" }), "task fill ends in the unknown step X"],
    ["a task's survival", task("help", { survives: ["X"] }), "task help survives the unknown state X"],
    ["a step's audience", step("halt", { audience: "X" }), "step halt writes for the unknown audience X"],
    ["a step's publication", step("release", { publishes: "X" }), "step release publishes the unknown step X"],
    ["a step's target", step("halt", { to: "X" }), "step halt leads to the unknown state X"],
    [
      "a step's other target",
      step("refuse", { again: { after: 1, to: "X" } }),
      "step refuse leads again to the unknown state X",
    ],
    ["a step's origin", step("halt", { from: ["X"] }), "step halt comes from the unknown state X"],
    ["a step's ended task", step("halt", { completes: ["X"] }), "step halt ends the unknown task X"],
    [
      "a step's opened task",
      step("askHelp", { opens: ["constructor"] }),
      "step askHelp opens the unknown task constructor",
    ],
  ])("%s", (_name, procedure, fault) => {
    expect(checkProcedure(procedure)).toContain(fault);
  });
});

/** A state that is entered and never left. */
function deadEnd(): Procedure {
  return {
    ...sound,
    states: { ...sound.states, STUCK: { phase: "open", tasks: ["join"] } },
    steps: { ...sound.steps, halt: { ...sound.steps["halt"], to: "STUCK" } as Step },
  };
}
