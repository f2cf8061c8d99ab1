/** Builds the browser's part, and serves it while developing. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * A handful of files, by how they are used together: packages and code of every page, what all forms and frames need,
 * and besides these a file for each set of pages (`app/page-sets`) and for its sentences in each language. The first
 * group that takes a module has it.
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
  // Every script, style and link gets this attribute; the server puts a fresh nonce in its place for each page.
  html: { cspNonce: '__CSP_NONCE__' },
  // What draws pages on the server brings its packages along: production has none.
  define: isSsrBuild ? { 'process.env.NODE_ENV': '"production"' } : {},
  ssr: isSsrBuild ? { noExternal: true as const } : {},
  build: {
    outDir: isSsrBuild ? '../../dist/render' : '../../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined as a data: address, so the policy need not allow any.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // React and what goes with it are one file, which changes with their versions alone.
    chunkSizeWarningLimit: 700,
    copyPublicDir: !isSsrBuild,
    // From it the build knows what an address needs, and the server names it in the document.
    manifest: !isSsrBuild,
    sourcemap: isSsrBuild ? false : 'hidden',
    rolldownOptions: { output: { codeSplitting: isSsrBuild ? false : { groups } } },
  },
}));
