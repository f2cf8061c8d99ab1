/** Copies text to the clipboard. */

/**
 * Returns false if the browser refuses or has no clipboard (pages without HTTPS). Rejects if `text` does. Call it while
 * handling a click: Safari accepts only data passed at that moment, so text that is still being fetched is passed as a
 * promise.
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
    // A browser that doesn't accept a promise may still accept the text.
    return false;
  }
}
