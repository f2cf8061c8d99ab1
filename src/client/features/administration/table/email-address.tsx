/** An e-mail address that breaks before the @ and the points if it has to, and not within its words. */
import { Fragment } from 'react';
import classes from './email-address.module.css';

export function EmailAddress({ of }: { of: string }) {
  return (
    <span className={classes.address}>
      {of.split(/(?=[@.])/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no identity, and all change together
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
