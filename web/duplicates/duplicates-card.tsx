import { Link } from "@tanstack/react-router";
import { useAction, useOperation } from "#web/call.ts";
import own from "#web/duplicates/duplicates.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { Matter } from "#web/matter/matter-view.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import { Button } from "#web/ui/button.tsx";
import { toastWhen } from "#web/ui/toast.tsx";
import styles from "#web/matter/matter.module.css";

type Pairs = OutputFor<"duplicate.list">;
type Pair = Pairs["suggested"][number];

/** The audience of those who handle a matter: whoever writes for it is asked whether two are the same. */
const inner = "handlers";

/** What may be the same matter twice, for those who handle it while it is open; nothing where there is none. */
export function DuplicatesCard({ matter }: { matter: Matter }) {
  const comparable = matter.project !== null && matter.topic !== null;
  const enabled = comparable && matter.abilities.comment.includes(inner);
  const pairs = useOperation("duplicate.list", { id: matter.id }, { enabled });
  if (!enabled || pairs.data === undefined) return null;
  const { suggested, decided } = pairs.data;
  if (suggested.length === 0 && decided.length === 0) return null;
  return <Pairs id={matter.id} pairs={pairs.data} />;
}

function Pairs({ id, pairs: { suggested, decided, within } }: { id: number; pairs: Pairs }) {
  const { t } = useWords();
  const decide = useAction("duplicate.decide");
  const say = (other: number, same: boolean) =>
    toastWhen(decide.mutateAsync({ id, other, same }), () => t(same ? "duplicate.linked" : "duplicate.remembered"));
  const button = (pair: Pair, same: boolean, text: string) => (
    <Button
      disabled={decide.isPending}
      busy={decide.isPending && decide.variables.other === pair.id && decide.variables.same === same}
      onClick={() => say(pair.id, same)}
      aria-label={`${text}${pair.number}`}
    >
      {text}
    </Button>
  );
  return (
    <section className={`${styles["card"]} no-print`} aria-labelledby="duplicates">
      <h2 className={styles["partTitle"]} id="duplicates">
        {t(suggested.length > 0 ? "duplicate.title" : "duplicate.decided")}
      </h2>
      {suggested.length > 0 && <p className={styles["soft"]}>{t("duplicate.why", { count: within })}</p>}
      <ul className={styles["rows"]}>
        {suggested.map((pair) => (
          <li key={pair.id} className={own["pair"]}>
            <PairWords pair={pair} />
            <div className={own["buttons"]}>
              {button(pair, true, t("duplicate.same"))}
              {button(pair, false, t("duplicate.notSame"))}
            </div>
          </li>
        ))}
        {decided.map((pair) => (
          <li key={pair.id} className={own["pair"]}>
            <PairWords pair={pair} />
            <p className={styles["soft"]}>{t(pair.same ? "duplicate.saidSame" : "duplicate.saidNotSame")}</p>
            <div className={own["buttons"]}>
              {button(pair, !pair.same, t(pair.same ? "duplicate.nowNotSame" : "duplicate.nowSame"))}
            </div>
          </li>
        ))}
      </ul>
      {suggested.length > 0 && <p className={styles["soft"]}>{t("duplicate.effect")}</p>}
      <ActionError error={decide.error} />
    </section>
  );
}

function PairWords({ pair }: { pair: Pair }) {
  const { t, say, when } = useWords();
  const days = Math.abs(pair.days);
  return (
    <>
      <p>
        <Link to="/matters/$id" params={{ id: String(pair.id) }}>
          {pair.title}
        </Link>
      </p>
      <p className={styles["soft"]}>
        {say(`${pair.procedure}.name`)} · {say(`${pair.procedure}.stateShort.${pair.state}`)}
        {pair.enterprise !== null && ` · ${pair.enterprise}`}
      </p>
      <p className={styles["soft"]}>
        {when(pair.openedAt)} ·{" "}
        {days === 0
          ? t("duplicate.sameDay")
          : t(pair.days < 0 ? "duplicate.before" : "duplicate.after", { count: days })}
      </p>
    </>
  );
}
