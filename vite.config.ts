/** Builds the client and serves it in development. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Splits the client into a few chunks by where they are used: packages and code of every page, and what all forms and
 * layouts need. Each page set (`app/page-sets`) and its messages in each language get their own chunks. A module
 * belongs to the first group that matches it.
 */
const groups = [
  { name: 'vendor', test: /node_modules|rolldown.runtime/, tags: ['$initial' as const] },
  { name: 'app', test: /\/src\/(client|shared)\//, tags: ['$initial' as const] },
  {
    name: 'kit',
    test: /node_modules\/(@mantine|@floating-ui|react-)|\/src\/(shared|client\/(ui|api|forms|brand|failures|webauthn))\/(?!qr-code|languages)|\/src\/client\/[^/]+\.ts$|oauth-outcome\.tsx$/,
  },
];

export default defineConfig(({ isSsrBuild }) => ({
  root: 'src/client',
  base: '/',
  plugins: [react()],
  // Every script, style and link gets this attribute. The server replaces the value with a fresh nonce for each page.
  html: { cspNonce: '__CSP_NONCE__' },
  // The server renderer bundles its packages, because none are installed in production.
  define: isSsrBuild ? { 'process.env.NODE_ENV': '"production"' } : {},
  ssr: isSsrBuild ? { noExternal: true as const } : {},
  build: {
    outDir: isSsrBuild ? '../../dist/render' : '../../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // Disables inlining assets as data: URLs, which the CSP allows only for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The chunk with React and related packages exceeds the default limit, but changes only when their versions do.
    chunkSizeWarningLimit: 700,
    copyPublicDir: !isSsrBuild,
    // The build reads the manifest to find the files that each page needs, which the server then lists in the document.
    manifest: !isSsrBuild,
    sourcemap: isSsrBuild ? false : 'hidden',
    rolldownOptions: { output: { codeSplitting: isSsrBuild ? false : { groups } } },
  },
}));
