/** How the interface's words reach a page: expanded and compiled while building, each in the file of the page that says it. */
import { type PluginObj, type types as Types, transformAsync } from '@babel/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'

/**
 * Expands Lingui's macros. The React plugin no longer carries Babel, so only files that use a macro pay for it. The English
 * words stay where they are said, ready for use, so that nobody loads a catalogue of all pages to read one; a translation's
 * catalogue takes their place by id.
 */
export function macros(): Plugin {
  return {
    name: 'touchstone-lingui-macros',
    enforce: 'pre',
    async transform(code, id) {
      const file = id.split('?')[0] ?? id
      if (!/\.tsx?$/.test(file) || file.includes('node_modules') || !/@lingui\/(core|react)\/macro/.test(code)) {
        return null
      }
      const options = (plugins: string[]) => ({
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: plugins as ('typescript' | 'jsx')[] },
      })
      const syntax = file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript']
      const out = await transformAsync(code, {
        ...options(syntax),
        plugins: [['@lingui/babel-plugin-lingui-macro', { stripMessageField: false }]],
      })
      if (!out?.code) return null
      const ready = await transformAsync(out.code, {
        ...options(syntax),
        inputSourceMap: out.map ?? undefined,
        plugins: [compiled],
      })
      return ready?.code ? { code: ready.code, map: ready.map } : null
    },
  }
}

/** Turns the text of each message the macros have marked into what Lingui would make of it while the page runs. */
function compiled({ types }: { types: typeof Types }): PluginObj {
  return {
    visitor: {
      ObjectExpression({ node }) {
        if (!node.leadingComments?.some((c) => c.value.trim() === 'i18n')) return
        for (const p of node.properties) {
          if (!types.isObjectProperty(p) || !types.isIdentifier(p.key, { name: 'message' })) continue
          if (types.isStringLiteral(p.value)) p.value = types.valueToNode(compileMessage(p.value.value))
        }
      },
    },
  }
}
