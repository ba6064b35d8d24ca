// Nothing of a card number lies in the data folder of the real program, DuckDB's file among them: before an import or after it.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browse, eventually, serve } from './harness.mjs'

let program, chromium, page
const card = '4111 1111 1111 1111'
const canaries = [card, card.replaceAll(' ', ''), 'hunter2x']
const said = `My card is ${card}, without spaces ${canaries[1]}, and my password is ${canaries[2]}.`

before(async () => {
  program = await serve()
  chromium = await browse()
  page = await chromium.page(program.address)
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const api = async (method, path, data, headers = {}) => {
  const r = await page.request.fetch(`${program.address}/api/v1${path}`, { method, data, headers })
  assert.ok(r.ok(), `${method} ${path}: ${r.status()} ${await r.text()}`)
  return r.status() === 204 ? null : r.json()
}

/** Every file of the data folder that holds a canary, in UTF-8 or UTF-16. */
const holding = () => {
  const data = join(program.folder, 'data')
  const files = readdirSync(data, { recursive: true }).map((name) => join(data, name)).filter((path) => statSync(path).isFile())
  assert.ok(files.some((path) => path.endsWith('.duckdb')) && files.length > 4, files.join('\n'))
  return files.flatMap((path) => {
    const held = readFileSync(path)
    return canaries
      .filter((c) => held.includes(c) || held.includes(Buffer.from(c, 'utf16le')) || held.includes(Buffer.from(c, 'utf16le').swap16()))
      .map((c) => `${path} holds ${c}`)
  })
}

const rows = [['when', 'said', 'stars'], ...Array.from({ length: 12 }, (_, i) => [`2026-05-${10 + i}`, i === 5 ? canaries[1] : said, String(1 + (i % 5))])]
const text = rows.map((r) => r.map((c) => `"${c}"`).join(',')).join('\r\n')
const marked = Buffer.from(`\ufeff${text}`, 'utf16le')

test('files of any form are searched', async () => {
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alpenbahn')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await eventually(async () => assert.notEqual(new URL(page.url()).pathname, '/setup'))
  await eventually(async () => assert.ok((await api('GET', '/session')).user))
  const files = {
    'plain.csv': Buffer.from(text),
    'little.csv': marked,
    'big.csv': Buffer.from(marked).swap16(),
    'unmarked.csv': marked.subarray(2),
    'lines.ndjson': Buffer.from(rows.slice(1).map(([when, words, stars]) => JSON.stringify({ when, said: words, stars })).join('\n')),
    'book.xlsx': workbook(),
  }
  const mapping = {
    at: { column: 'when', format: '2006-01-02' }, kind: 'review', comment: ['said'],
    measures: { stars: { column: 'stars', scale: [1, 5], scoring: 'mean' } },
  }
  for (const [name, bytes] of Object.entries(files)) {
    const up = await api('POST', `/imports/uploads?name=${name}`, bytes, { 'Content-Type': 'application/octet-stream' })
    assert.deepEqual(holding(), [], `before the import of ${name}`)
    const begun = await api('POST', '/imports', { upload: up.upload, mapping })
    await eventually(async () => assert.equal((await api('GET', `/imports/${begun.id}`)).state, 'done'))
    const ended = await api('GET', `/imports/${begun.id}`)
    assert.equal(ended.accepted + ended.duplicates, 12, name)
    assert.deepEqual(holding(), [], `after the import of ${name}`)
  }
  await eventually(async () => assert.ok((await api('GET', '/signals')).items[0].comments[0].text.includes('[card number]')))
  await eventually(async () => assert.ok((await api('GET', '/figures?metric=stars')).rows[0].n >= 12))
  assert.deepEqual(holding(), [], 'at the end')
})

/** The smallest workbook with shared strings, stored without compression, so that a copy of it would be found. */
function workbook() {
  const cells = rows.flat()
  const sheet = rows
    .map((r, i) => `<row r="${i + 1}">${r.map((_, j) => `<c r="${'ABC'[j]}${i + 1}" t="s"><v>${i * 3 + j}</v></c>`).join('')}</row>`)
    .join('')
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const pack = 'http://schemas.openxmlformats.org/package/2006'
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return zip({
    '[Content_Types].xml': `<Types xmlns="${pack}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${pack}/relationships"><Relationship Id="r1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${rel}"><sheets><sheet name="Answers" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${pack}/relationships"><Relationship Id="r1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}" count="${cells.length}" uniqueCount="${cells.length}">${cells.map((c) => `<si><t>${c}</t></si>`).join('')}</sst>`,
  })
}

function zip(parts) {
  const local = []
  const central = []
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const [title, data] = [Buffer.from(name), Buffer.from(content)]
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt32LE(crc(data), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(data.length, 18)
    fields.writeUInt16LE(title.length, 22)
    local.push(Buffer.from('PK\x03\x04'), fields, title, data)
    const more = Buffer.alloc(14)
    more.writeUInt32LE(at, 10)
    central.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, more, title)
    at += 30 + title.length + data.length
  }
  const index = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(local.length / 4, 4)
  end.writeUInt16LE(local.length / 4, 6)
  end.writeUInt32LE(index.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...local, index, Buffer.from('PK\x05\x06'), end])
}

function crc(data) {
  let c = ~0
  for (const byte of data) {
    c ^= byte
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (0xedb88320 & -(c & 1))
  }
  return ~c >>> 0
}
