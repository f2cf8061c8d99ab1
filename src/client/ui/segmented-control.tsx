/**
 * A choice among a few visible options: radio buttons in a fieldset. Mantine's SegmentedControl isn't used: it must
 * measure its parts by script before it can show which one is selected. It would also add 1.1 kB of styles to the
 * settings page, which has only 0.2 kB left of its limit of 16 kB.
 */
import classes from './segmented-control.module.css';

interface SegmentsProps<T extends string> {
  name: string;
  label: string;
  value: T;
  choices: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

export function SegmentedControl<T extends string>({
  name,
  label,
  value,
  choices,
  onChange,
}: SegmentsProps<T>) {
  return (
    <fieldset className={classes.fieldset}>
      <legend className="sr">{label}</legend>
      <div className={classes.segments}>
        {choices.map((choice) => (
          <label key={choice.value}>
            <input
              type="radio"
              name={name}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
