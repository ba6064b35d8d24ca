import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

/** Who may import whom. Features never import each other; `app` knows all of them and nobody but features' routes knows `app`. */
const allowed: Record<string, readonly string[]> = {
  words: ['words', 'api'],
  api: ['api'],
  theme: ['theme'],
  core: ['core', 'api', 'words'],
  components: ['components', 'core', 'api', 'words', 'theme'],
  features: ['components', 'core', 'api', 'words', 'theme'],
  app: ['app', 'components', 'core', 'api', 'words', 'theme', 'features', 'demo'],
  demo: ['components', 'core', 'api', 'words', 'theme'],
  test: ['test', 'components', 'core', 'api', 'words', 'theme'],
}

const src = resolve(__dirname, '..')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (f) => /\.tsx?$/.test(f) && !f.endsWith('.d.ts'),
)

function refused(file: string, target: string): boolean {
  const [from = '', feature] = file.split('/')
  const [to = '', other] = target.split('/')
  if (from === 'main.tsx' || (to === 'test' && file.includes('.test.'))) return false
  if (from === 'features' && to === 'features') return feature !== other
  if (from === 'features' && target === 'app/routes') return !file.endsWith('/routes.tsx')
  return from !== to && !(allowed[from] ?? []).includes(to)
}

it('imports point one way', () => {
  const wrong: string[] = []
  for (const file of files) {
    const text = readFileSync(join(src, file), 'utf8')
    for (const [, name = ''] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const target = relative(src, resolve(src, dirname(file), name))
      if (refused(file, target)) wrong.push(`${file} must not import ${target}`)
    }
  }
  expect(wrong).toEqual([])
})

it('refuses a feature that imports another', () => {
  expect(refused('features/survey/Page.tsx', 'features/casework/queries')).toBe(true)
  expect(refused('components/Tile.tsx', 'features/casework/queries')).toBe(true)
  expect(refused('features/survey/Page.tsx', 'features/survey/queries')).toBe(false)
})
