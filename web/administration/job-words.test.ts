import { expect, it } from "vitest";
import { texts as english } from "#web/i18n/texts.en.ts";
import { texts as chinese } from "#web/i18n/texts.zh-CN.ts";
import { listSources } from "#test/sources.ts";

it("the status page has words for every job, not its name in the program", () => {
  const [list] = listSources("server/jobs/job-list.ts");
  const jobs = [...(list?.text ?? "").matchAll(/^ {2}"(\w+\.\w+)": Record/gm)].map(([, name]) => name);
  expect(jobs.length).toBeGreaterThan(15);
  for (const texts of [chinese, english]) {
    expect(jobs.filter((name) => !Object.hasOwn(texts, `status.job.${name}`))).toEqual([]);
  }
});
