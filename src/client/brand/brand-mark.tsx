/** An image of the operator's brand. Hidden from screen readers, because its name is always next to it. */
import type { Mark } from '#shared/public-config.ts';
import classes from './brand-mark.module.css';

interface BrandMarkProps {
  mark: Mark;
  /** In pixels. */
  height: number;
  /** In pixels; if omitted, it follows from the image. */
  width?: number;
}

export function BrandMark({ mark: { light, dark }, ...size }: BrandMarkProps) {
  if (light === dark) return <img className={classes.image} src={light} alt="" {...size} />;
  // The stylesheet hides one of the two, because the color scheme may be chosen in the browser.
  return (
    <>
      <img className={`${classes.image} ${classes.onLight}`} src={light} alt="" {...size} />
      <img className={`${classes.image} ${classes.onDark}`} src={dark} alt="" {...size} />
    </>
  );
}
