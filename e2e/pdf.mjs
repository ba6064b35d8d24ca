// The words of a PDF as Chromium writes it: compressed streams of glyphs, each font with a table that says which letters they are.
import { inflateSync } from 'node:zlib'

/** Objects by number: the dictionary as text, and the stream's bytes where there is one. */
function objects(bytes) {
  const text = bytes.toString('latin1')
  const found = new Map()
  for (const m of text.matchAll(/(?:^|\n)(\d+) 0 obj\s*/g)) {
    const from = m.index + m[0].length
    const end = text.indexOf('endobj', from)
    const body = text.slice(from, end)
    const at = body.indexOf('stream')
    if (at < 0) {
      found.set(Number(m[1]), { dict: body })
      continue
    }
    const dict = body.slice(0, at)
    const skip = body[at + 6] === '\r' ? 8 : 7
    const length = Number(/\/Length (\d+)(?! \d+ R)/.exec(dict)?.[1] ?? body.lastIndexOf('endstream') - at - skip)
    const raw = bytes.subarray(from + at + skip, from + at + skip + length)
    found.set(Number(m[1]), { dict, stream: /FlateDecode/.test(dict) ? () => inflateSync(raw) : () => raw })
  }
  return found
}

const letters = (hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le')

/** What the glyphs of a font stand for. */
function table(cmap) {
  const glyphs = new Map()
  for (const [, block] of cmap.matchAll(/beginbfchar(.*?)endbfchar/gs))
    for (const [, glyph, said] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) glyphs.set(Number.parseInt(glyph, 16), letters(said))
  for (const [, block] of cmap.matchAll(/beginbfrange(.*?)endbfrange/gs))
    for (const [, first, last, to] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi))
      for (let g = Number.parseInt(first, 16), n = 0; g <= Number.parseInt(last, 16); g++, n++)
        glyphs.set(g, letters((Number.parseInt(to, 16) + n).toString(16).padStart(to.length, '0')))
  return glyphs
}

/** The pages of a PDF, each as its text; spaces are left out, since a PDF has none where words stand apart. */
export function pagesOf(bytes) {
  const all = objects(bytes)
  const refs = (text, key) => [...(new RegExp(`/${key}\\s*(\\[[^\\]]*\\]|\\d+ 0 R)`).exec(text)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map((m) => Number(m[1]))
  const fonts = new Map()
  const fontOf = (id) => {
    if (!fonts.has(id)) {
      const [unicode] = refs(all.get(id).dict, 'ToUnicode')
      fonts.set(id, unicode ? table(all.get(unicode).stream().toString('latin1')) : new Map())
    }
    return fonts.get(id)
  }
  const pages = [...all.values()].filter((o) => /\/Type\s*\/Page\b(?!s)/.test(o.dict))
  return pages.map(({ dict }) => {
    const [resources] = refs(dict, 'Resources')
    const where = resources ? all.get(resources).dict : dict
    const names = new Map([...(/\/Font\s*<<(.*?)>>/s.exec(where)?.[1] ?? '').matchAll(/\/(\S+) (\d+) 0 R/g)].map((m) => [m[1], Number(m[2])]))
    const content = refs(dict, 'Contents').map((id) => all.get(id).stream().toString('latin1')).join('\n')
    let font = new Map()
    let said = ''
    for (const m of content.matchAll(/\/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\(((?:\\.|[^\\)])*)\)\s*Tj/g)) {
      if (m[1]) font = names.has(m[1]) ? fontOf(names.get(m[1])) : new Map()
      else if (m[2]) for (const [glyph] of m[2].matchAll(/.{4}/g)) said += font.get(Number.parseInt(glyph, 16)) ?? ''
    }
    return said.replace(/\s+/g, '')
  })
}
