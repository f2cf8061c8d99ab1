/** Draws once what is the same for everybody. */
import type { Drawing, DrawPage } from '#shared/first-answer.ts';

/**
 * What is drawn without an account depends on the page, the language and the settings: it is kept for the day that it
 * was drawn on. What an account stands in is drawn anew for each answer. A drawing that failed is tried again.
 */
export function keepDrawings(draw: DrawPage): DrawPage {
  const kept = new Map<string, Promise<Drawing>>();
  let keptOn: string | undefined;
  return (what) => {
    const { page, locale, first } = what;
    if (first.account) return draw(what);
    const { today } = first.publicConfig;
    if (keptOn !== today) kept.clear();
    keptOn = today;
    const key = `${page} ${locale}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const drawing = draw(what);
    kept.set(key, drawing);
    drawing.catch(() => kept.delete(key));
    return drawing;
  };
}
