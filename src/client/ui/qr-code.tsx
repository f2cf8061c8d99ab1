/** A QR code, drawn here: what it holds is a secret, and no other machine is asked to draw it. */
import encodeQR from 'qr';
import classes from './qr-code.module.css';

/** The quiet zone around it that readers want (ISO/IEC 18004: four modules). */
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
