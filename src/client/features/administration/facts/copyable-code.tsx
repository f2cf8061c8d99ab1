/** A command, setting, secret or key, with a button that copies it. */
import { CopyButton } from '#client/ui/copy-button.tsx';
import classes from './copyable-code.module.css';

interface CopyableCodeProps {
  /** One line or several. */
  text: string;
  /** Label of the button. */
  label: string;
}

export function CopyableCode({ text, label }: CopyableCodeProps) {
  return (
    <div className={classes.code}>
      <code>{text.trimEnd()}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
