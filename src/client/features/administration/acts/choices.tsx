/** A choice between things that an act can do, each with a sentence that explains it. */
import classes from './choices.module.css';

interface ChoicesProps<Value extends string> {
  legend: string;
  /** Name of the field. */
  name: string;
  choices: readonly { value: Value; label: string; text: string; isPossible?: boolean }[];
  value: Value;
  onChange: (value: Value) => void;
}

export function Choices<Value extends string>({
  legend,
  name,
  choices,
  value: chosen,
  onChange,
}: ChoicesProps<Value>) {
  return (
    <fieldset className={classes.choices}>
      <legend>{legend}</legend>
      {choices.map(({ value, label, text, isPossible = true }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            disabled={!isPossible}
            checked={value === chosen}
            onChange={() => onChange(value)}
          />
          <span>
            <span className="m">{label}</span>
            <span className="sm q">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
