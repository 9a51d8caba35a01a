import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { wordsOf } from "#capabilities/search/words.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { Marked } from "#web/search/marked.tsx";
import styles from "#web/search/search.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Found = OutputFor<"search.find">;

/** 搜索: the question stands in the address, so that a look at a matter and the way back lose nothing. */
export function SearchPage() {
  const { t } = useWords();
  useTitle(t("search.title"));
  const search: { q?: unknown } = useSearch({ strict: false });
  const question = typeof search.q === "string" ? search.q.trim().slice(0, 100) : "";
  const [typed, setTyped] = useState(question);
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => setTyped(question), [question]);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    if (typed.trim().length >= 2) void navigate({ to: "/search", search: { q: typed.trim() } });
  };
  return (
    <>
      <PageHead back="/" title={<h1>{t("search.title")}</h1>} />
      <div className={home["page"]}>
        <form ref={form} role="search" className={styles["form"]} onSubmit={ask}>
          <TextField
            label={t("search.label")}
            hint={t("search.hint")}
            type="search"
            maxLength={100}
            value={typed}
            onChange={setTyped}
          />
          <Button type="submit" look="filled" icon="search">
            {t("search.go")}
          </Button>
        </form>
        {Array.from(question).length < 2 ? (
          <Empty icon="search" title={t("search.startTitle")}>
            <p>{t("search.startText")}</p>
          </Empty>
        ) : (
          <Results question={question} />
        )}
      </div>
    </>
  );
}

function Results({ question }: { question: string }) {
  const { t } = useWords();
  const found = useOperation("search.find", { q: question });
  const words = wordsOf(question);
  return (
    <PageState query={found} skeleton="list">
      {({ projects, matters, more }) =>
        projects.length + matters.length === 0 ? (
          <Empty icon="search" title={t("search.noneTitle", { question })}>
            <p>{t("search.noneText")}</p>
          </Empty>
        ) : (
          <>
            {projects.length > 0 && <Projects projects={projects} words={words} />}
            {matters.length > 0 && (
              <section className={home["part"]} aria-label={t("search.matters")}>
                <h2>{t("search.matters")}</h2>
                <p className={styles["count"]} role="status">
                  {more
                    ? t("search.more", { count: matters.length })
                    : t("search.count_other", { count: matters.length })}
                </p>
                <ul className={home["rows"]}>
                  {matters.map((matter) => (
                    <Hit key={matter.id} matter={matter} words={words} />
                  ))}
                </ul>
              </section>
            )}
          </>
        )
      }
    </PageState>
  );
}

function Projects({ projects, words }: { projects: Found["projects"]; words: readonly string[] }) {
  const { t } = useWords();
  return (
    <section className={home["part"]} aria-label={t("search.projects")}>
      <h2>{t("search.projects")}</h2>
      <ul className={home["rows"]}>
        {projects.map((project) => (
          <li key={project.id} className={styles["row"]}>
            <Link to="/projects/$id" params={{ id: String(project.id) }} className={styles["link"]}>
              <strong>
                <Marked text={project.name} words={words} />
              </strong>
              <p className={styles["soft"]}>
                <Marked text={[project.code, ...project.enterprises].join(" · ")} words={words} />
              </p>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hit({ matter, words }: { matter: Found["matters"][number]; words: readonly string[] }) {
  const { t, say, when } = useWords();
  // The title stands above anyway; the number is the line below.
  const hits = matter.hits.filter((hit) => hit.place !== "title" && hit.place !== "number");
  return (
    <li className={styles["row"]}>
      <Link to="/matters/$id" params={{ id: String(matter.id) }} className={styles["link"]}>
        <strong>
          <Marked text={matter.title} words={words} />
        </strong>
        <p className={styles["soft"]}>
          {say(`${matter.procedure}.name`)} · <Marked text={matter.number} words={words} /> ·{" "}
          {say(`${matter.procedure}.stateShort.${matter.state}`)} · {when(matter.openedAt)}
        </p>
        {hits.map((hit) => (
          <p key={hit.place} className={styles["hit"]}>
            <span className={styles["place"]}>{t(`search.in.${hit.place}`)}</span>{" "}
            <Marked text={hit.text} words={words} />
          </p>
        ))}
      </Link>
    </li>
  );
}
