/** Configures how the client is built and how it is served in development. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Splits the client into a few chunks, according to where the modules are used: packages used on every page, the
 * portal's own code used on every page, and code that all forms and layouts need. Each page set (`app/page-sets`) has
 * a chunk, and so do its messages in each language. What both customers and administrators are shown about a licence
 * and an account is another. Schemas that signing in doesn't need stay out of what all forms need. The library of the
 * charts belongs to none, so it is fetched with the first chart. A module belongs to the first group that matches it.
 */
const groups = [
  { name: 'vendor', test: /node_modules|rolldown.runtime/, tags: ['$initial' as const] },
  { name: 'app', test: /\/src\/(client|shared)\//, tags: ['$initial' as const] },
  {
    name: 'kit',
    test: /node_modules\/(@mantine\/(?!charts|core\/esm\/components\/ColorSwatch)|@floating-ui|@tanstack|react-(?!redux))|\/src\/(shared|client\/(ui|api|downloads|forms|brand|failures|webauthn))\/(?!qr-code|languages|administration\/|customer-details|accounts\/mail-previews|billing\/(changes|error-name|flags|keys|refunds)\.|catalogue\/plan-details|instances\/)|\/src\/client\/[^/]+\.ts$|client\/app\/layouts\/(account-menu|app-layout\.module|use-switch-locale)|oauth-outcome\.tsx$|features\/identity\/reauthentication\//,
  },
  {
    name: 'shown',
    test: /src\/shared\/(billing|catalogue)\/|src\/client\/(i18n\/(use-[^/]+|price-words)\.ts$|features\/(licences\/state|billing\/history\/(un)?folded|billing\/changes\/(card|confirmation|plan-dialog|seats-dialog)|identity\/security-log))/,
  },
];

export default defineConfig(({ isSsrBuild }) => ({
  root: 'src/client',
  base: '/',
  plugins: [react()],
  // Vite adds this nonce attribute to every script, style and link. The server replaces the placeholder with a new
  // nonce in each document it sends.
  html: { cspNonce: '__CSP_NONCE__' },
  // The server renderer's bundle includes its packages, because none are installed in production.
  define: isSsrBuild ? { 'process.env.NODE_ENV': '"production"' } : {},
  ssr: isSsrBuild ? { noExternal: true as const } : {},
  build: {
    outDir: isSsrBuild ? '../../dist/render' : '../../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // Never inlines assets as data: URLs, because the CSP allows such URLs only for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The chunk with React and related packages is larger than the default limit. It changes only when their versions
    // do.
    chunkSizeWarningLimit: 700,
    copyPublicDir: !isSsrBuild,
    // Writes a manifest. The build uses it to find the files that each page needs, which the server then lists in the
    // document.
    manifest: !isSsrBuild,
    sourcemap: isSsrBuild ? false : 'hidden',
    rolldownOptions: { output: { codeSplitting: isSsrBuild ? false : { groups } } },
  },
}));
