// Fails when a text on a screen is not in the committed catalogue: run `npm run i18n` and commit the result.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const file = 'src/words/locales/en.po'
const strip = (text) => text.replace(/^"POT-Creation-Date:.*$/gm, '')
const before = readFileSync(file, 'utf8')
execFileSync('npx', ['--no-install', 'lingui', 'extract', '--clean'], { stdio: ['ignore', 'ignore', 'inherit'] })
const after = readFileSync(file, 'utf8')
writeFileSync(file, before)
if (strip(before) !== strip(after)) {
  process.stderr.write(`${file} is out of date. Run "npm run i18n" and commit it.\n`)
  process.exit(1)
}
