import { useState } from "react";
import { CallError, call } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import type { Me } from "#web/session.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Icon } from "#web/ui/icons.tsx";
import { Initial } from "#web/ui/person.tsx";
import styles from "#web/sign-in/sign-in.module.css";

/** The parts of the story that one tries first; the others are folded below. */
const leading = ["liaison", "otherLiaison", "officerA", "officerB", "specialist", "chief", "audit"];

type Persona = OutputFor<"demo.personas">["items"][number];

/** The people of the demo city: the firm's liaison first and large, the others by side, each with what to try. */
export function DemoCards({
  personas,
  onEntered,
}: {
  personas: readonly Persona[];
  onEntered: (me: Me) => Promise<void>;
}) {
  const { t } = useWords();
  const [entering, setEntering] = useState<string>();
  const [error, setError] = useState<CallError>();
  const enter = async (persona: string) => {
    setEntering(persona);
    setError(undefined);
    try {
      await onEntered(await call("demo.signIn", { persona }));
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setError(cause);
      setEntering(undefined);
    }
  };
  const first = personas.find((one) => one.part === "liaison") ?? personas[0];
  const rest = personas.filter((one) => one !== first);
  const others = rest.filter((one) => !leading.includes(one.part));
  const card = { entering, onEnter: (id: string) => void enter(id) };
  return (
    <section className={styles["demo"]} aria-labelledby="demo-title">
      <div>
        <h2 id="demo-title">{t("signIn.demoTitle")}</h2>
        <p className={styles["hint"]}>{t("signIn.demoText")}</p>
      </div>
      {error !== undefined && (
        <p className={styles["error"]} role="alert">
          {t(`error.${error.code}`)}
        </p>
      )}
      {first !== undefined && <PersonaCard persona={first} first {...card} />}
      <Groups personas={rest.filter((one) => leading.includes(one.part))} {...card} />
      {others.length > 0 && (
        <details className={styles["own"]}>
          <summary>{t("signIn.others", { count: others.length })}</summary>
          <div className={styles["folded"]}>
            <Groups personas={others} {...card} />
          </div>
        </details>
      )}
    </section>
  );
}

interface Entering {
  entering: string | undefined;
  onEnter: (id: string) => void;
}

/** Cards of both sides, beside each other where there is room. */
function Groups({ personas, ...card }: Entering & { personas: readonly Persona[] }) {
  const { t } = useWords();
  const sides = (["enterprise", "police"] as const)
    .map((side) => ({ side, items: personas.filter((one) => one.side === side) }))
    .filter(({ items }) => items.length > 0);
  return (
    <div className={styles["groups"]}>
      {sides.map(({ side, items }) => (
        <section key={side} className={styles["group"]}>
          <h3>{t(`signIn.${side}`)}</h3>
          <ul className={styles["cards"]}>
            {items.map((persona) => (
              <li key={persona.id}>
                <PersonaCard persona={persona} {...card} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function PersonaCard({ persona, first = false, entering, onEnter }: Entering & { persona: Persona; first?: boolean }) {
  const { t, say } = useWords();
  const part = say(`persona.${persona.part}.name`);
  return (
    <button
      type="button"
      className={classNames(styles["card"], first && styles["first"])}
      disabled={entering !== undefined}
      aria-busy={entering === persona.id || undefined}
      onClick={() => onEnter(persona.id)}
    >
      <Initial name={persona.dutyName} />
      <span className={styles["cardText"]}>
        <strong>{part}</strong>
        <span className={styles["cardWho"]}>
          {persona.dutyName} · {persona.place}
        </span>
        <span className={styles["cardTry"]}>{say(`persona.${persona.part}`)}</span>
      </span>
      <span className={styles["cardGo"]}>
        {entering === persona.id ? `${t("signIn.entering")}…` : first && t("signIn.as", { name: part })}
        <Icon name="forward" />
      </span>
    </button>
  );
}
