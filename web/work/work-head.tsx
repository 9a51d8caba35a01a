import { type RefObject, useId, useState } from "react";
import { useOperation } from "#web/call.ts";
import { ExportButton } from "#web/exports/export-button.tsx";
import { countFilters, filtersOf, type WorkSearch } from "#web/work/work-filters.ts";
import styles from "#web/work/work.module.css";
import { useWords } from "#web/i18n/index.ts";
import { outlines } from "#web/outlines.data.ts";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { SelectField } from "#web/ui/field.tsx";
import { Icon } from "#web/ui/icons.tsx";

interface Props {
  view: "mine" | "all";
  search: WorkSearch;
  onSearch: (next: WorkSearch) => void;
  typed: string;
  onTyped: (typed: string) => void;
  /** The rows that the typed words have left. */
  shown: readonly number[];
  filterBox: RefObject<HTMLInputElement | null>;
  /** On a phone: whether rows are being chosen, and beginning or leaving that. */
  choosing: boolean;
  onChoosing: (() => void) | undefined;
}

/** The head of a work list: words that filter what is loaded, and filters that the server applies. */
export function WorkHead(props: Props) {
  const { view, search, onSearch, typed, onTyped, filterBox, shown, choosing, onChoosing } = props;
  const { t } = useWords();
  const id = useId();
  const set = countFilters(search);
  const [open, setOpen] = useState(set > 0);
  return (
    <div className={styles["head"]} role="search" aria-label={t("work.filters")}>
      <div className={styles["headLine"]}>
        <div className={styles["box"]}>
          <Icon name="search" />
          <input
            ref={filterBox}
            type="search"
            value={typed}
            placeholder={t("work.filter")}
            aria-label={t("work.filterLabel")}
            onChange={(event) => onTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              onTyped("");
              event.currentTarget.blur();
            }}
          />
          <kbd aria-hidden="true">/</kbd>
        </div>
        <button
          type="button"
          className={classNames(styles["toggle"], set > 0 && styles["isSet"])}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {t("work.filters")}
          {set > 0 && <span className={styles["setCount"]}>{set}</span>}
        </button>
        {onChoosing !== undefined && (choosing || shown.length > 0) && (
          <button type="button" className={styles["toggle"]} aria-pressed={choosing} onClick={onChoosing}>
            {t(choosing ? "bulk.leave" : "bulk.begin")}
          </button>
        )}
      </div>
      <div id={id} hidden={!open}>
        {open && <Filters {...{ view, search, onSearch, typed, shown }} />}
      </div>
    </div>
  );
}

function Filters({
  view,
  search,
  onSearch,
  typed,
  shown,
}: Pick<Props, "view" | "search" | "onSearch" | "typed" | "shown">) {
  const { t, say, locale } = useWords();
  const { limit: _page, ...wanted } = filtersOf(view, search);
  const projects = useOperation("project.list", { limit: 500 });
  const topics = useOperation("topic.list", {});
  const { kind, state, project, topic, late, phase, ...rest } = search;
  const current = { kind, state, project, topic, late, phase };
  const change = (part: Partial<typeof current>) => onSearch({ ...rest, ...given({ ...current, ...part }) });
  // A whole kind, or one of its states; nothing closed waits for anybody.
  const offered = outlines.flatMap(({ id, states }) => {
    const group = say(`${id}.name`);
    const met = Object.entries(states).filter(([, { phase: has }]) => view === "all" || has !== "closed");
    return [
      { value: id, label: t("work.anyOf", { kind: group }), group },
      ...met.map(([name]) => ({ value: `${id}.${name}`, label: say(`${id}.stateShort.${name}`), group })),
    ];
  });
  return (
    <div className={styles["filters"]}>
      <SelectField
        label={t("work.state")}
        empty={t("work.anyState")}
        choices={offered}
        value={kind === undefined ? null : [kind, state].filter(Boolean).join(".")}
        onChange={(value) => {
          const [of, one] = value?.split(".") ?? [];
          change({ kind: of, state: one });
        }}
      />
      <SelectField
        label={t("work.project")}
        empty={t("work.anyProject")}
        choices={(projects.data?.items ?? []).map((one) => ({ value: String(one.id), label: one.name }))}
        value={project === undefined ? null : String(project)}
        onChange={(value) => change({ project: value === null ? undefined : Number(value) })}
      />
      <SelectField
        label={t("work.topic")}
        empty={t("work.anyTopic")}
        choices={(topics.data?.items ?? []).map((one) => ({
          value: one.code,
          label: locale === "en" ? one.nameEn : one.nameZh,
        }))}
        value={topic ?? null}
        onChange={(value) => change({ topic: value ?? undefined })}
      />
      {view === "all" && (
        <SelectField
          label={t("work.phase")}
          empty={t("work.anyPhase")}
          choices={[
            { value: "active", label: t("mine.active") },
            { value: "closed", label: t("mine.closed") },
          ]}
          value={phase ?? null}
          onChange={(value) => change({ phase: value ?? undefined })}
        />
      )}
      <label className={styles["late-only"]}>
        <input
          type="checkbox"
          checked={late === true}
          onChange={(event) => change({ late: event.target.checked ? true : undefined })}
        />
        {t("work.late")}
      </label>
      <Button look="quiet" onClick={() => onSearch(rest)} disabled={countFilters(search) === 0}>
        {t("work.clear")}
      </Button>
      {shown.length > 0 && (
        <ExportButton
          id="matter.export"
          input={typed.trim() === "" ? wanted : { ...wanted, only: shown.join(",") }}
          name={t(view === "mine" ? "work.title" : "work.all")}
        />
      )}
    </div>
  );
}

/** Without the keys that hold nothing, so that the address stays short. */
function given(search: { [Key in keyof WorkSearch]: WorkSearch[Key] | undefined }): WorkSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
