import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from "react";
import { useWords } from "#web/i18n/index.ts";
import { classNames } from "#web/ui/class-names.ts";
import { Icon } from "#web/ui/icons.tsx";
import styles from "#web/ui/field.module.css";

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** What is wrong, in words; the field is then marked and tied to them. */
  error?: string | undefined;
  optional?: boolean;
}

interface Tie {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

/** Label, hint and complaint around one control; `children` gets what ties the control to them. */
export function Field({
  label,
  hint,
  error,
  optional = false,
  children,
}: FieldProps & { children: (tie: Tie) => ReactNode }) {
  const id = useId();
  const { t } = useWords();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={styles["field"]}>
      <label className={styles["label"]} htmlFor={id}>
        {label}
        {optional && <span className={styles["optional"]}>{t("form.optional")}</span>}
      </label>
      {hint !== undefined && (
        <p className={styles["hint"]} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        "aria-describedby": described === "" ? undefined : described,
        "aria-invalid": error === undefined ? undefined : true,
        "aria-required": optional ? undefined : true,
      })}
      {error !== undefined && <Complaint id={`${id}-error`}>{error}</Complaint>}
    </div>
  );
}

function Complaint({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p className={styles["error"]} id={id}>
      <Icon name="warning" />
      {children}
    </p>
  );
}

type TextProps = FieldProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "id"> & {
    value: string;
    onChange: (value: string) => void;
  };

export function TextField({ label, hint, error, optional, value, onChange, ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(tie) => (
        <input
          type="text"
          {...rest}
          {...tie}
          className={styles["input"]}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

type AreaProps = FieldProps &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "onChange" | "value" | "id"> & {
    value: string;
    onChange: (value: string) => void;
    /** Longest text in characters; how many are left is told when few are. */
    max?: number | undefined;
  };

/** Several lines; grows with what is written where the browser can. */
export function TextArea({ label, hint, error, optional, value, onChange, max, ...rest }: AreaProps) {
  const { t } = useWords();
  const left = max === undefined ? undefined : max - Array.from(value).length;
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(tie) => (
        <>
          <textarea
            rows={4}
            {...rest}
            {...tie}
            className={classNames(styles["input"], styles["area"])}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {left !== undefined && left <= 100 && (
            <p className={classNames(styles["left"], left < 0 && styles["over"])} aria-live="polite">
              {left < 0 ? t("form.over", { count: -left }) : t("form.left", { count: left })}
            </p>
          )}
        </>
      )}
    </Field>
  );
}

/** `group`: choices of a list under one heading. */
export interface Choice<Value extends string> {
  value: Value;
  label: string;
  hint?: string | undefined;
  group?: string;
}

/** Two to six choices, each a target of a thumb's size. `null`: nothing chosen yet. */
export function RadioField<Value extends string>(
  props: FieldProps & {
    choices: readonly Choice<Value>[];
    value: Value | null;
    onChange: (value: Value) => void;
    /** Side by side where there is room. */
    inline?: boolean;
  },
) {
  const id = useId();
  const { t } = useWords();
  const described = [props.hint !== undefined && `${id}-hint`, props.error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(" ");
  return (
    <fieldset
      className={styles["field"]}
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={described === "" ? undefined : described}
      aria-invalid={props.error === undefined ? undefined : true}
    >
      <p className={styles["label"]} id={`${id}-label`}>
        {props.label}
        {props.optional === true && <span className={styles["optional"]}>{t("form.optional")}</span>}
      </p>
      {props.hint !== undefined && (
        <p className={styles["hint"]} id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      <div className={classNames(styles["choices"], props.inline === true && styles["inline"])}>
        {props.choices.map((choice) => (
          <label key={choice.value} className={styles["choice"]}>
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === props.value}
              onChange={() => props.onChange(choice.value)}
            />
            <span>
              {choice.label}
              {choice.hint !== undefined && <span className={styles["choiceHint"]}>{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {props.error !== undefined && <Complaint id={`${id}-error`}>{props.error}</Complaint>}
    </fieldset>
  );
}

/** Yes or no; takes effect when the form is sent. */
export function SwitchField(
  props: Omit<FieldProps, "optional"> & { value: boolean; onChange: (value: boolean) => void },
) {
  const id = useId();
  return (
    <div className={styles["field"]}>
      <label className={styles["choice"]}>
        <input
          type="checkbox"
          role="switch"
          checked={props.value}
          aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
          aria-invalid={props.error === undefined ? undefined : true}
          onChange={(event) => props.onChange(event.target.checked)}
        />
        <span>
          {props.label}
          {props.hint !== undefined && (
            <span className={styles["choiceHint"]} id={`${id}-hint`}>
              {props.hint}
            </span>
          )}
        </span>
      </label>
      {props.error !== undefined && <Complaint id={`${id}-error`}>{props.error}</Complaint>}
    </div>
  );
}

/** One choice of many from a list of the device's own making. */
export function SelectField<Value extends string>(
  props: FieldProps & {
    choices: readonly Choice<Value>[];
    value: Value | null;
    onChange: (value: Value | null) => void;
    /** What the empty choice says. */
    empty?: string;
  },
) {
  const { t } = useWords();
  return (
    <Field label={props.label} hint={props.hint} error={props.error} optional={props.optional ?? false}>
      {(tie) => (
        <select
          {...tie}
          className={styles["input"]}
          value={props.value ?? ""}
          onChange={(event) => {
            const chosen = props.choices.find((choice) => choice.value === event.target.value);
            props.onChange(chosen?.value ?? null);
          }}
        >
          <option value="">{props.empty ?? t("form.choose")}</option>
          {[...Map.groupBy(props.choices, ({ group }) => group)].map(([group, choices]) =>
            group === undefined ? (
              <Options key="" choices={choices} />
            ) : (
              <optgroup key={group} label={group}>
                <Options choices={choices} />
              </optgroup>
            ),
          )}
        </select>
      )}
    </Field>
  );
}

function Options({ choices }: { choices: readonly Choice<string>[] }) {
  return choices.map((choice) => (
    <option key={choice.value} value={choice.value}>
      {choice.label}
    </option>
  ));
}

/** One to five stars, or none. */
export function RatingField(props: FieldProps & { value: number | null; onChange: (value: number | null) => void }) {
  const id = useId();
  const { t } = useWords();
  return (
    <fieldset
      className={styles["field"]}
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
    >
      <p className={styles["label"]} id={`${id}-label`}>
        {props.label}
        {props.optional === true && <span className={styles["optional"]}>{t("form.optional")}</span>}
      </p>
      {props.hint !== undefined && (
        <p className={styles["hint"]} id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      <div className={styles["stars"]}>
        {[1, 2, 3, 4, 5].map((count) => (
          <label key={count} className={classNames(styles["star"], (props.value ?? 0) >= count && styles["lit"])}>
            <input type="radio" name={id} checked={props.value === count} onChange={() => props.onChange(count)} />
            <Icon name="star" filled={(props.value ?? 0) >= count} />
            <span className="visually-hidden">{t("form.starsOf", { count })}</span>
          </label>
        ))}
        {props.optional === true && props.value !== null && (
          <button type="button" className={styles["noStars"]} onClick={() => props.onChange(null)}>
            {t("form.noStars")}
          </button>
        )}
      </div>
      {props.error !== undefined && <Complaint id={`${id}-error`}>{props.error}</Complaint>}
    </fieldset>
  );
}
