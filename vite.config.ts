/** Builds the client and serves it in development. */
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
  // Every script, style and link gets this attribute. The server replaces the value with a fresh nonce for each page.
  html: { cspNonce: '__CSP_NONCE__' },
  // The server renderer includes its packages, because production has none installed.
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
    // The build uses it to find the files that each page needs, and the server lists them in the document.
    manifest: !isSsrBuild,
    sourcemap: isSsrBuild ? false : 'hidden',
    rolldownOptions: { output: { codeSplitting: isSsrBuild ? false : { groups } } },
  },
}));
