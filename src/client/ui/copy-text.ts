/** Puts a text on the clipboard. */

/**
 * Whether the text was copied; false where the browser refuses, or has no clipboard (a page without https). Rejects
 * where the text itself does. Called while a press is handled: Safari takes only what it is given then, so what is
 * still being fetched is given to it as a promise.
 */
export async function copyText(text: Promise<string>): Promise<boolean> {
  const whole = await copyPromised(text);
  if (whole) return true;
  const known = await text;
  try {
    await navigator.clipboard.writeText(known);
    return true;
  } catch {
    return false;
  }
}

async function copyPromised(text: Promise<string>): Promise<boolean> {
  if (typeof ClipboardItem === 'undefined') return false;
  try {
    const blob = text.then((known) => new Blob([known], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  } catch {
    // A browser that takes no promise may still take the text.
    return false;
  }
}
