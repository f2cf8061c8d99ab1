/** Builds the browser's part, and serves it while developing. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/client',
  base: '/',
  plugins: [react()],
  // Every script, style and link gets this attribute; the server puts a fresh nonce in its place for each page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../../dist/client',
    emptyOutDir: true,
    sourcemap: 'hidden',
    target: 'es2022',
    // Nothing is inlined as a data: address, so the policy need not allow any.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
