import { countFilters, type WorkSearch } from "#web/work/work-filters.ts";
import { ViewBar } from "#web/views/view-bar.tsx";
import styles from "#web/views/views.module.css";

interface Props {
  view: "mine" | "all";
  search: WorkSearch;
  onSearch: (next: WorkSearch) => void;
}

/** The views of a list of matters; what is open beside it stays open. */
export function WorkViews({ view, search, onSearch }: Props) {
  const { m, ...current } = search;
  return (
    <div className={styles["below"]}>
      <ViewBar
        list={view}
        current={current}
        isPlain={countFilters(search) === 0}
        onUse={(settings) => onSearch({ ...settings, ...(m !== undefined && { m }) })}
      />
    </div>
  );
}
