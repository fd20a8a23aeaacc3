import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { compressed } from './compressed.ts'
import { firstPage } from './first/plugin.ts'
import { TARGETS } from './floor.ts'
import { phraseEnds } from './phrase-ends.ts'
import { isPatientOnly } from './rooms.ts'
import { SERVED_BY_API } from './served-by-api.ts'

/** Modules that only the kiosk uses. Their chunks stay out of the patient's service worker. */
const isKiosk = (path: string) =>
  /\/web\/(kiosk[\w-]*(\/|\.html)|text\/[\w-]+\/(kiosk|staff|check|forms)\.ts)/.test(path)

/** Modules of one page for a clinic's own people. */
const isOf = (page: string) => {
  const own = new RegExp(`/web/(kiosk-${page}\\.html|kiosk/${page}/|text/[\\w-]+/${page}\\.ts)`)
  return (path: string) => own.test(path)
}
const isDesk = isOf('desk')

/** What a person fills in, and where a desk is: no first page of a patient has it. */
const isField = (path: string) => /\/web\/(ui\/(form\/|DeskPlaces)|data\/http\/desks)/.test(path)

/**
 * Modules that both entries may load: neither those of a patient's own device nor those that start the patient's
 * page. What only the staff's pages load at once is not in anybody else's first load.
 */
const isShared = (path: string) =>
  !isKiosk(path) && !isPatientOnly(path) && !isField(path) && !/\/web\/(app\/|index\.html)/.test(path)

/** Removes the manifest from the kiosk's pages, which nobody installs. The PWA plugin adds it to every page. */
const kioskWithoutManifest: Plugin = {
  name: 'kiosk-without-manifest',
  enforce: 'post',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { filename }) =>
      isKiosk(filename) ? html.replace(/\s*<link rel="manifest"[^>]*>/, '') : html,
  },
}

const { ERABU_PORT = '3000' } = loadEnv('', import.meta.dirname, 'ERABU_')
const api = `http://127.0.0.1:${ERABU_PORT}`

export default defineConfig({
  root: import.meta.dirname,
  // React has this hook. The router's substitute is for versions before 18.
  resolve: { alias: { 'use-sync-external-store/shim/index.js': 'react' } },
  build: {
    // Of the oldest supported browsers.
    target: TARGETS,
    cssTarget: TARGETS,
    outDir: 'dist',
    emptyOutDir: true,
    // The page's CSP allows neither inline scripts nor data: modules.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['index', 'kiosk', 'kiosk-staff', 'kiosk-check', 'kiosk-forms'].map(
        (page) => `${import.meta.dirname}/${page}.html`,
      ),
      output: {
        chunkFileNames: ({ name, moduleIds }) =>
          `assets/${name.startsWith('kiosk') || !moduleIds.some(isKiosk) ? '' : 'kiosk-'}${name}-[hash].js`,
        // The first load of a page is three files. That of the libraries survives an update of the app. No kiosk page
        // loads what runs the patient's page, and vice versa.
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 5 },
            {
              name: 'shared',
              test: isShared,
              minShareCount: 2,
              tags: ['$initial'],
              priority: 4,
            },
            { name: 'fields', test: isField, priority: 3.5 },
            { name: 'kiosk-desk', test: isDesk, minShareCount: 2, tags: ['$initial'], priority: 3 },
            { name: 'kiosk-shared', test: isKiosk, minShareCount: 2, tags: ['$initial'], priority: 3 },
            { name: 'kiosk-staff', test: isOf('staff'), tags: ['$initial'], priority: 2 },
            { name: 'kiosk-check', test: isOf('check'), tags: ['$initial'], priority: 2 },
            { name: 'kiosk-forms', test: isOf('forms'), tags: ['$initial'], priority: 2 },
            { name: 'kiosk-app', test: isKiosk, tags: ['$initial'], priority: 1 },
            { name: 'app', tags: ['$initial'], priority: 0 },
            // Each file of its own lengthens the list of the service worker.
            { name: 'ui', test: /\/web\/ui\/(?:linkage\/)?[\w-]+\.tsx?$/, minShareCount: 2, priority: 0 },
            // A kiosk has the first of these two, and not the second.
            {
              name: 'deliver',
              test: /\/web\/data\/decision\/(?:deliver|digest|outbox)/,
              minShareCount: 2,
              priority: 0.5,
            },
            {
              name: 'outbox',
              test: /\/web\/data\/device\/(?:page-|family|outbox)/,
              minShareCount: 2,
              priority: 0,
            },
            { name: 'parts', test: /\/web\/features\/[\w-]+\/[\w-]+\.ts$/, minShareCount: 2, priority: 0 },
          ],
        },
      },
    },
  },
  server: {
    strictPort: true,
    // The api expects the host of its origin, which is this server's.
    proxy: Object.fromEntries(SERVED_BY_API.map((path) => [path, { target: api, changeOrigin: false }])),
  },
  plugins: [
    react({ jsxImportSource: '#jsx' }),
    phraseEnds(),
    VitePWA({
      registerType: 'prompt',
      // web/data/device/service-worker.ts registers it, because the address needs a Trusted Types policy.
      injectRegister: false,
      // The browser fetches the other icons when it installs the app.
      includeAssets: ['icon.svg'],
      includeManifestIcons: false,
      manifest: {
        name: 'えらぶ',
        short_name: 'えらぶ',
        description: '医療データの利用を、自分で決めるためのページです。',
        lang: 'ja',
        dir: 'ltr',
        id: '/',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        theme_color: '#0017c1',
        background_color: '#ffffff',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      strategies: 'injectManifest',
      srcDir: 'worker',
      filename: 'sw.ts',
      injectManifest: {
        globPatterns: ['**/*.{js,css,html}'],
        // The worker answers every page with index.html.
        globIgnores: ['kiosk*.html', '**/kiosk-*', 'welcome.html', '**/differs-*'],
        rollupFormat: 'iife',
      },
    }),
    kioskWithoutManifest,
    firstPage,
    compressed(),
  ],
})
