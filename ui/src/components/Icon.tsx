/** Line icons on a 16 px grid. They stand beside words, so they are hidden from screen readers. */

const paths = {
  overview: 'M2.5 7.5 8 3l5.5 4.5V13h-11z',
  map: 'M2.500 4.500 6 3l4 1.500 3.500-1.500v8.500L10 13l-4-1.500L2.500 13zM6 3v8.500M10 4.500V13',
  listen: 'M3 9V7M6 11.5v-7M9 13V3M12 10.5v-5',
  recover: 'M2.5 9 4.5 3h7l2 6v4h-11zM2.5 9H6l.8 1.500h2.400L10 9h3.500',
  understand: 'M2.500 2.500v11h11M5 10.500l2.500-3 2 1.500L13 5',
  settings:
    'M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4M8 2v2M8 12v2M2 8h2M12 8h2M3.800 3.800l1.400 1.400M10.800 10.800l1.400 1.400M3.800 12.200l1.400-1.400M10.800 5.200l1.400-1.400',
  survey: 'M4 2.500h8v11H4zM6.500 5.500h3M6.500 8h3M6.500 10.500h2',
  import: 'M8 2.500v7M5 7l3 3 3-3M3 13h10',
  export: 'M8 10V2.500M5 5l3-3 3 3M3.500 8.500v5h9v-5',
  signal: 'M3 3.500h10v7H7.500L4.500 13v-2.500H3z',
  rule: 'M4.500 3v7a2 2 0 0 0 2 2H12M4.500 6.500H12M10 4.500l2 2-2 2M10 10l2 2-2 2',
  building:
    'M4 13.500v-11h8v11M2.500 13.500h11M6.500 5.500h.01M9.500 5.500h.01M6.500 8h.01M9.500 8h.01M7 13.500V11h2v2.500',
  tree: 'M6 2.500h4v3H6zM2.500 10.500h4v3h-4zM9.500 10.500h4v3h-4zM8 5.500V8M4.500 10.500V8h7v2.500',
  people:
    'M6 7.500a2.250 2.250 0 1 0 0-4.500 2.250 2.250 0 0 0 0 4.500M2 13c0-2.200 1.800-3.500 4-3.500s4 1.300 4 3.500M10.500 3.300a2.200 2.200 0 0 1 0 4M11.500 9.700c1.500.4 2.500 1.500 2.500 3.300',
  person: 'M8 7.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M3.500 13.500c0-2.500 2-4 4.500-4s4.500 1.500 4.500 4',
  key: 'M10 9.500a3.500 3.500 0 1 0-3.300-2.300L2.500 11.500v2h2.500v-2h2v-2zM10.500 5.500h.01',
  list: 'M5.500 4h8M5.500 8h8M5.500 12h8M2.500 4h.01M2.500 8h.01M2.500 12h.01',
  clock: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M8 5v3.200l2 1.300',
  gauge: 'M2.500 11.500a5.500 5.500 0 1 1 11 0M8 11.500l2.500-4',
  pin: 'M8 14s4.500-4.300 4.500-7.500a4.500 4.500 0 0 0-9 0C3.500 9.700 8 14 8 14M8 8a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3',
  star: 'm8 2.500 1.700 3.500 3.800.5-2.800 2.700.7 3.800L8 11.200 4.600 13l.7-3.800L2.500 6.500l3.800-.5z',
  bars: 'M3 3v10M3 4.500h9M3 8h6M3 11.500h3.500',
  diamond: 'M8 2.500 13.500 8 8 13.500 2.500 8z',
  grid: 'M2.500 2.500h4.500v4.500H2.500zM9 2.500h4.500v4.500H9zM2.500 9h4.500v4.500H2.500zM9 9h4.500v4.500H9z',
  search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8M10 10l3.500 3.500',
  menu: 'M2.500 4.500h11M2.500 8h11M2.500 11.500h11',
  more: 'M3.500 8h.01M8 8h.01M12.500 8h.01',
  close: 'm4 4 8 8M12 4l-8 8',
  plus: 'M8 3.500v9M3.500 8h9',
  minus: 'M3.500 8h9',
  check: 'm3 8.500 3.200 3L13 4.500',
  down: 'm4.500 6.500 3.500 3.500 3.500-3.500',
  up: 'm4.500 9.500 3.500-3.500 3.500 3.500',
  left: 'M9.500 4 6 8l3.500 4',
  right: 'M6.500 4 10 8l-3.500 4',
  calendar:
    'M2.500 5A1.500 1.500 0 0 1 4 3.500h8A1.500 1.500 0 0 1 13.500 5v7a1.500 1.500 0 0 1-1.500 1.500H4A1.500 1.500 0 0 1 2.500 12zM2.500 6.500h11M5.500 2v3M10.500 2v3',
  info: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M8 7.500v3M8 5.300v.1',
  warning: 'M8 2.500 14 13H2zM8 6.500v3M8 11.200v.1',
  undo: 'M5.500 3 2.500 6l3 3M3 6h6.500a3.500 3.500 0 0 1 0 7H6',
  redo: 'M10.500 3l3 3-3 3M13 6H6.500a3.500 3.500 0 0 0 0 7H10',
  copy: 'M6 5.500h7.500v8H6zM10 5.500v-3H2.500v8H6',
  edit: 'M3 13h2.500l7.500-7.500L10.500 3 3 10.500zM9 4.500 11.500 7',
  trash: 'M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.5 9h6l.5-9',
  filter: 'M2.500 4.500h11M4.500 8h7M6.500 11.500h3',
  sun: 'M8 5.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5M8 2v1.500M8 12.500V14M2 8h1.500M12.500 8H14M3.800 3.800l1 1M11.200 11.200l1 1M3.800 12.200l1-1M11.200 4.800l1-1',
  moon: 'M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500',
  screen: 'M2.500 3.500h11v7.500h-11zM6 13.500h4M8 11v2.500',
  out: 'M6.500 2.500h-4v11h4M6 8h7.500M11 5.500 13.500 8 11 10.500',
  lock: 'M5 7V5a3 3 0 0 1 6 0v2M3.500 7h9v6.500h-9z',
  mail: 'M2.500 4h11v8.500h-11zM2.500 4.500 8 9l5.500-4.500',
  phone:
    'M4 2.500h2l1 3-1.500 1.200a8 8 0 0 0 3.800 3.800L10.500 9l3 1v2c0 .8-.7 1.500-1.500 1.500A9.500 9.500 0 0 1 2.500 4c0-.8.7-1.500 1.500-1.500',
  note: 'M4 2.500h8v11H4zM6 5.500h4M6 8h4M6 10.500h4',
  link: 'M7 9.500 9.500 7M6.500 5.500 8 4a2.500 2.500 0 0 1 4 3.500L10.500 9M9.500 10.500 8 12a2.500 2.500 0 0 1-4-3.500L5.500 7',
  play: 'M5 3.500v9l7.500-4.500z',
  stop: 'M4 4h8v8H4z',
  eye: 'M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  keyboard: 'M1.500 4.500h13v7.500h-13zM4 7h.01M6.500 7h.01M9 7h.01M11.500 7h.01M5 9.500h6',
  bell: 'M8 2.500a3.500 3.500 0 0 0-3.500 3.500c0 3.500-1.500 4.500-1.500 5.500h10c0-1-1.500-2-1.500-5.500A3.500 3.500 0 0 0 8 2.500M6.800 13.500h2.400',
  drag: 'M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01',
} as const

export type IconName = keyof typeof paths

/** Icons that point along the lines, and so turn with them. */
const along: readonly IconName[] = ['left', 'right', 'undo', 'redo', 'out', 'list', 'rule', 'note', 'signal', 'survey']

export function Icon({ name, small }: { name: IconName; small?: boolean }) {
  const dots = name === 'more' || name === 'drag'
  return (
    <svg
      className={small ? 'icon icon-small' : 'icon'}
      data-along={along.includes(name) ? '' : undefined}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} strokeWidth={dots ? 2.2 : undefined} />
    </svg>
  )
}

/** The touchstone with its streaks of gold, the only place where gold appears. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="20" height="20" rx="5" fill="#23272F" />
      <path d="M5.500 15.500 16 6" stroke="#E3B64B" strokeWidth="2.600" strokeLinecap="round" />
      <path d="M11 16.500l5.500-5" stroke="#8F7A45" strokeWidth="1.400" strokeLinecap="round" />
    </svg>
  )
}
