/** Copies text to the clipboard. */

/**
 * Returns false if the browser refuses or has no clipboard (pages without HTTPS). Rejects if `text` does. Call it while
 * handling a click, because Safari accepts only data passed at that moment. Text that is still being fetched is
 * therefore passed as a promise.
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
    // Some browsers accept text but not a promise, so the caller tries again with the text.
    return false;
  }
}
