/** Caches server-rendered pages. */
import type { Drawing, DrawPage } from '#shared/first-answer.ts';

/**
 * Caches pages rendered for signed-out visitors for the rest of the day, keyed by page and language. Pages for
 * signed-in users are rendered on every request. Failed renders aren't cached.
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
