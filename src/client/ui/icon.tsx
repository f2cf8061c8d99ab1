/**
 * The portal's icons, drawn as single strokes in a 20×20 view box (2 kB). `@tabler/icons-react` 3.52 would add little
 * to the bundle, because it exports each icon separately, but it would install 18,600 files (31 MB) for these twenty
 * icons.
 */

const paths = {
  alert: 'M10 3.2 17.6 16.5H2.4zM10 8v4M10 14.2v.1',
  arrowLeft: 'M16 10H4m4.5 4.5L4 10l4.5-4.5',
  card: 'M2.8 5h14.4v10.5H2.8zM2.8 8.5h14.4M5.8 12.5h3',
  computer: 'M3.2 4h13.6v9H3.2zM10 13v3.5M7 16.5h6',
  check: 'm4.5 10.5 3.7 3.7 7.3-8',
  chevronDown: 'm5.5 8 4.5 4.5L14.5 8',
  chevronRight: 'm7.8 5 5 5-5 5',
  close: 'm5 5 10 10M15 5 5 15',
  copy: 'M7.5 7.5h8.7v8.7H7.5zM12.5 7.5V3.8H3.8v8.7h3.7',
  external: 'M8 5H4.5v10.5H15V12M11.5 4H16v4.5M16 4l-7 7',
  eye: 'M2.2 10S5 4.8 10 4.8 17.8 10 17.8 10 15 15.2 10 15.2 2.2 10 2.2 10zM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  eyeOff:
    'M2.2 10S5 4.8 10 4.8 17.8 10 17.8 10 15 15.2 10 15.2 2.2 10 2.2 10zM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM4 16.5 16 3.5',
  home: 'M3 9.2 10 3.5l7 5.7V16a1 1 0 0 1-1 1h-3.5v-4.5h-5V17H4a1 1 0 0 1-1-1z',
  inbox: 'M3 11.5 5 4h10l2 7.5V16H3zM3 11.5h4.2l1 2h3.6l1-2H17',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9v4.5M10 6.4v.1',
  list: 'M4 4.5h12M4 8.2h12M4 11.9h8M4 15.5h6',
  lock: 'M4.8 9h10.4v7.5H4.8zM7 9V6.5a3 3 0 0 1 6 0V9',
  logOut: 'M12 5V3.5H4v13h8V15M8.5 10H17m-3-3 3 3-3 3',
  mail: 'M2.8 5h14.4v10.5H2.8zM3 5.5l7 5.3 7-5.3',
  minus: 'M4.5 10h11',
  minusCircle: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7 10h6',
  people:
    'M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.5 16c.4-2.7 2.3-4.2 5-4.2s4.6 1.5 5 4.2M13 4.5a2.6 2.6 0 0 1 0 4.8M14.5 12.2c1.7.6 2.7 1.9 3 3.8',
  person: 'M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10zM3.8 17c.6-3 3-4.6 6.2-4.6s5.6 1.6 6.2 4.6',
  phone: 'M6.2 2.8h7.6v14.4H6.2zM9 14.6h2',
  plug: 'M7 3v4M13 3v4M5 7h10v3a5 5 0 0 1-10 0zM10 15v2.5',
  plus: 'M10 4.5v11M4.5 10h11',
  settings:
    'M3 6h8M15.5 6H17M3 14h1.5M9 14h8M13.2 8.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM6.8 16.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  tag: 'M3.5 3.5h6.2l7 7-6.2 6.2-7-7zM7 7v.1',
  tablet: 'M4.2 2.8h11.6v14.4H4.2zM9 14.6h2',
  token: 'm7.5 6-4 4 4 4M12.5 6l4 4-4 4',
  receipt: 'M5 2.8h10v14.4l-2.5-1.6-2.5 1.6-2.5-1.6L5 17.2zM8 7h4M8 10.2h4',
} as const;

export type IconName = keyof typeof paths;

/** Hidden from screen readers, because there is always text beside it or a label on the control. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
