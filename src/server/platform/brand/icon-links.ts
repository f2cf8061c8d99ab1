/** The links with which a document names its browser icons. */
import type { Brand } from './brand.ts';

/** Addresses need no escaping: they consist of the names of known files and a hash. */
export function iconLinks({ icon }: Pick<Brand, 'icon'>): readonly string[] {
  if (icon === null) {
    return [
      '<link rel="icon" href="/favicon.ico" sizes="32x32">',
      '<link rel="icon" href="/favicon.svg" type="image/svg+xml">',
      '<link rel="apple-touch-icon" href="/apple-touch-icon.png">',
    ];
  }
  return [
    `<link rel="icon" href="${icon.svg}" type="image/svg+xml">`,
    ...(icon.png === null ? [] : [`<link rel="apple-touch-icon" href="${icon.png}">`]),
  ];
}
