/** The type of an event, as in Paddle's alerts. Breaks between its words where there is little space. */
import { Fragment } from 'react';

export function EventType({ type }: { type: string }) {
  return type.split('_').map((word, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a text never change their order
    <Fragment key={index}>
      {index > 0 && (
        <>
          _<wbr />
        </>
      )}
      {word}
    </Fragment>
  ));
}
