// A small Excel workbook, written by hand: text, numbers, and days as numbers with a style.
import { crc32, deflateRawSync } from 'node:zlib'

const escaped = (s) => String(s).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const letters = 'ABCDEFGHIJ'

/** One sheet: its first row names the columns; a Date is a day. */
function sheet(rows) {
  const cell = (v, at) => {
    if (v === null || v === '') return ''
    if (v instanceof Date) return `<c r="${at}" s="1"><v>${Math.round(v / 86_400_000) + 25_569}</v></c>`
    if (typeof v === 'number') return `<c r="${at}"><v>${v}</v></c>`
    return `<c r="${at}" t="inlineStr"><is><t>${escaped(v)}</t></is></c>`
  }
  const body = rows.map((row, i) => `<row r="${i + 1}">${row.map((v, k) => cell(v, letters[k] + (i + 1))).join('')}</row>`)
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body.join('')}</sheetData></worksheet>`
}

/** `workbook({ Autumn: [['date', …], …] })` as bytes. */
export function workbook(sheets) {
  const names = Object.keys(sheets)
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const links = (list) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list}</Relationships>`
  const parts = {
    '_rels/.rels': links(`<Relationship Id="r" Type="${rel}/officeDocument" Target="xl/workbook.xml"/>`),
    'xl/workbook.xml': `<workbook xmlns:r="${rel}"><sheets>${names.map((n, i) => `<sheet name="${escaped(n)}" sheetId="${i + 1}" r:id="s${i}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': links(
      names.map((_, i) => `<Relationship Id="s${i}" Type="${rel}/worksheet" Target="s${i}.xml"/>`).join('') +
        `<Relationship Id="st" Type="${rel}/styles" Target="styles.xml"/>`,
    ),
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
  }
  names.forEach((name, i) => {
    parts[`xl/s${i}.xml`] = sheet(sheets[name])
  })
  return zip(parts)
}

function zip(parts) {
  const files = []
  const list = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const data = Buffer.from(text)
    const packed = deflateRawSync(data)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(data), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(data.length, 18)
    head.writeUInt16LE(name.length, 22)
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed])
    const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, Buffer.alloc(14), Buffer.from(name)])
    entry.writeUInt32LE(at, 42)
    files.push(file)
    list.push(entry)
    at += file.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, directory, end])
}
