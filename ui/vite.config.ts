import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { macros } from './words.vite'

export default defineConfig({
  plugins: [macros(), react(), lingui({ failOnCompileError: true })],
  build: {
    outDir: 'dist',
    // dist/placeholder.html is committed for programs built without the interface; `npm run build` clears only assets.
    emptyOutDir: false,
    assetsDir: 'assets',
    // light-dark() must reach the browser as written: these are the first versions that know it.
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    cssTarget: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    // The content security policy allows no data: scripts or styles, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What most pages share comes as one file: a hundred small ones compress badly and each carries its headers.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'common', minShareCount: 24 }] } } },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': { target: process.env.TOUCHSTONE_URL ?? 'http://127.0.0.1:8080' } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    maxWorkers: 1,
    isolate: false,
  },
})
