import { sql } from "kysely";
import { defineMetric, type Metric } from "./metric.ts";

const everything = sql`true`;

/** Who and what there is: projects with their officers, specialists and sponsors (P28), and where a place is empty. */
export const projectMetrics: readonly Metric[] = [
  defineMetric({
    id: "project.active",
    version: 1,
    kind: "presence",
    better: "neither",
    measure: "count",
    source: "projects",
    counted: everything,
    by: "stage",
  }),
  defineMetric({
    id: "project.officers",
    version: 1,
    kind: "presence",
    better: "neither",
    measure: "count",
    source: "people",
    counted: sql`f.role = 'officer'`,
    distinct: "person",
  }),
  defineMetric({
    id: "project.specialists",
    version: 1,
    kind: "presence",
    better: "neither",
    measure: "count",
    source: "people",
    counted: sql`f.role = 'specialist'`,
    distinct: "person",
  }),
  defineMetric({
    id: "project.sponsored",
    version: 1,
    kind: "presence",
    better: "neither",
    measure: "count",
    source: "projects",
    counted: sql`f.has_sponsor`,
  }),
  defineMetric({
    id: "project.covered",
    version: 1,
    kind: "coverage",
    better: "more",
    measure: "share",
    source: "projects",
    counted: sql`f.has_a and f.has_b`,
    of: everything,
  }),
  defineMetric({
    id: "project.withSpecialist",
    version: 1,
    kind: "coverage",
    better: "more",
    measure: "share",
    source: "projects",
    counted: sql`f.has_specialist`,
    of: everything,
  }),
  defineMetric({
    id: "project.stageDays",
    version: 1,
    kind: "duration",
    better: "neither",
    measure: "days",
    source: "stages",
    counted: everything,
    length: ["days"],
    by: "stage",
  }),
];
