// A file with the traps of real reviews, and its figures computed here, independently of the program.

/** A small generator with a seed, so that every run sees the same file. */
function random(seed) {
  let s = seed
  return () => {
    s = (s * 1664525 + 1013904223) % 4294967296
    return s / 4294967296
  }
}

const airlines = ['aurora', 'borealis', 'cirrus', 'delphin', 'evening star', 'fjord', 'gannet', 'heron', 'ibis air', 'jackdaw', 'kestrel', 'lapwing']
const lounges = ['Business Class', 'First Class', 'Frequent Flyer']
const said = [
  'Very friendly staff, clean and calm. Excellent!',
  'Crowded, dirty and no seats.\nTerrible food.',
  'It was "fine", nothing more.',
  'Warm welcome; great coffee, lovely showers.',
  '=SUM(1,1) is what they charged, rude answer when I asked',
  '<b>Slow</b> wifi, broken socket, awful.',
]

/** Rows of reviews: 0 and blank are not scores, and from 9 June 2015 the overall rating has ten points. */
export function reviews(rows = 720, seed = 7) {
  const r = random(seed)
  const score = (low) => (r() < 0.04 ? 0 : Math.min(5, Math.max(1, Math.round(low + r() * 3.4))))
  return Array.from({ length: rows }, (_, i) => {
    const day = new Date(Date.UTC(2013, 7, 1 + Math.floor((i * 730) / rows)))
    const date = day.toISOString().slice(0, 10)
    const ten = date >= '2015-06-09'
    const staff = score(i % 3 === 0 ? 2.2 : 1.4)
    return {
      airline_name: airlines[i % airlines.length],
      date,
      content: `${said[Math.floor(r() * said.length)]} Seat ${i}.`,
      lounge_type: lounges[i % 3],
      overall_rating: r() < 0.02 ? '' : ten ? 1 + Math.floor(r() * 10) : Math.max(1, staff),
      cleanliness_rating: score(1.8),
      staff_service_rating: r() < 0.01 ? '' : staff,
      recommended: r() < 0.4 ? 1 : 0,
    }
  })
}

const quoted = (v) => (/[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v))

export function csv(rows) {
  const names = Object.keys(rows[0])
  return '﻿' + [names.join(','), ...rows.map((row) => names.map((n) => quoted(row[n])).join(','))].join('\r\n') + '\r\n'
}

const z = 1.959963984540054

/** Share of hits in n with its Wilson score interval, in per cent (Wilson 1927). */
export function share(hits, n) {
  const p = hits / n
  const mid = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return { value: 100 * p, low: 100 * (mid - half), high: 100 * (mid + half), n }
}

/** The figures of some rows, by the rules of the mapping. */
export function figures(rows) {
  const scores = (name, from, to) => rows.filter((r) => r[name] !== '' && r[name] >= from && r[name] <= to).map((r) => r[name])
  const top = (list, from) => share(list.filter((v) => v >= from).length, list.length)
  const overall = scores('overall_rating', 1, 5)
  return {
    staff: top(scores('staff_service_rating', 1, 5), 4),
    cleanliness: top(scores('cleanliness_rating', 1, 5), 4),
    recommended: top(scores('recommended', 0, 1), 1),
    overall: { n: overall.length, value: overall.reduce((a, b) => a + b, 0) / overall.length },
    dropped: rows.filter((r) => r.overall_rating > 5).length,
    unrated: rows.filter((r) => r.staff_service_rating === 0).length,
    blank: rows.filter((r) => r.staff_service_rating === '').length,
  }
}
