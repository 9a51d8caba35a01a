import type { WorkCalendar } from "#kernel/work-calendar.ts";
import type { By, Story } from "./acts.ts";
import type { Course } from "./course.ts";
import { absences, type Login } from "./people.ts";
import { firms, projects, topics, units } from "./places.ts";
import { momentBefore } from "./time.ts";

/** A hand-written story as it happens when its end is `now`. */
export function courseOf(story: Story, now: Date, calendar: WorkCalendar): Course {
  let ago = story.ago;
  const acts = story.acts.map(({ after, by, does }) => {
    ago -= after;
    return { at: momentBefore(calendar, now, ago), by: fill(story, by, ago), does, reads: true };
  });
  return {
    title: story.title,
    drawn: false,
    area: units[firms[story.firm].station].area,
    opening: {
      at: momentBefore(calendar, now, story.ago),
      by: story.by,
      firm: story.firm,
      procedure: "consultation",
      channel: "web",
      project: story.project,
      topic: story.topic,
      private: story.private ?? false,
      form: {
        question: {
          text: story.question,
          urgency: story.soon ? "soon" : "normal",
          tradeSecret: story.tradeSecret ?? false,
        },
      },
      pictures: story.pictures ?? [],
    },
    acts,
  };
}

/** Who fills the place at that time. */
function fill(story: Story, by: By, ago: number): Login {
  if (by === "asker") return story.by;
  const { person } = topics[story.topic];
  if (by === "specialist") return person;
  if (by !== "officer") return by;
  if (story.project === null) return person;
  const { A, B } = projects[story.project].people;
  return absences.some(({ who, from, to }) => who === A && from >= ago && ago > to) ? B : A;
}
