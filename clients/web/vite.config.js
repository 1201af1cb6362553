import { defineConfig } from 'vite';

// `npm run dev` needs a running server: PLENARY_SERVER=http://127.0.0.1:PORT npm run dev
const server = process.env.PLENARY_SERVER ?? 'http://127.0.0.1:7460';

export default defineConfig({
  appType: 'spa',
  // `:dir()` stays as it is (Features.DirSelector): the direction of a paragraph comes from its words, not from a language.
  css: { lightningcss: { exclude: 4 } },
  build: {
    target: 'es2022',
    assetsDir: 'assets',
    // The Content-Security-Policy of the server allows no inline script, and fonts only from 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': server,
      '/sync': { target: server, ws: true },
    },
  },
});
