/** Renders a QR code in the browser, because its content is a secret that no other machine should see. */
import encodeQR from 'qr';
import classes from './qr-code.module.css';

/** Quiet zone around the code, in modules. ISO/IEC 18004 requires four. */
const border = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, 'raw', { border });
  const modules = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')));
  return (
    <svg
      className={classes.code}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
    >
      <path d={modules.join('')} />
    </svg>
  );
}
