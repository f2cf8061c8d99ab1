/**
 * Guesses the browser, the operating system and the kind of device from the User-Agent header, so that customers can
 * spot sessions that aren't theirs.
 */

interface Device {
  /** Null if the header names no known browser. */
  browser: string | null;
  system: string | null;
}

/** Order matters: most browsers also send the names of the browsers they descend from. */
const browsers: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|OPT|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome|Chromium)\//],
  ['Safari', /\bVersion\/[\d.]+.*\bSafari\//],
];

const systems: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac(?:intosh| OS X)\b/],
  ['Linux', /\b(?:Linux|X11)\b/],
];

const nameIn = (list: typeof browsers, text: string): string | null =>
  list.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

/**
 * Determines the browser and the operating system. Ignores their versions, which change every month although the device
 * is the same.
 */
function deviceOf(userAgent: string | null): Device {
  const text = userAgent?.slice(0, 500) ?? '';
  return { browser: nameIn(browsers, text), system: nameIn(systems, text) };
}

/**
 * Returns a text such as "Firefox, Windows". If only one part is known, returns that part; if neither is, returns null.
 */
export function deviceName(userAgent: string | null): string | null {
  const { browser, system } = deviceOf(userAgent);
  return [browser, system].filter((part) => part !== null).join(', ') || null;
}

export type DeviceKind = 'phone' | 'tablet' | 'computer';

/** Returns the kind of device; null if the operating system is unknown. */
export function deviceKind(userAgent: string | null): DeviceKind | null {
  const { system } = deviceOf(userAgent);
  if (system === null) return null;
  if (system === 'iPhone') return 'phone';
  if (system === 'iPad') return 'tablet';
  // Browsers on Android phones say "Mobile", those on tablets don't.
  if (system === 'Android') return /\bMobile\b/.test(userAgent ?? '') ? 'phone' : 'tablet';
  return 'computer';
}
