/** English is the source; another language is one more entry in `locales` and one more .po file. */
export default {
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [
    { path: 'src/words/locales/{locale}', include: ['src'], exclude: ['**/*.test.*', 'src/test/**', 'src/demo/**'] },
  ],
  format: 'po',
  formatOptions: { lineNumbers: false, origins: false },
  orderBy: 'message',
}
