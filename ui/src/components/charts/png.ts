/** A chart as a picture, as it is drawn on the screen. */

const kept = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'fill-opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
]

/** Draws an SVG of the page, twice as large, on the page's own ground, and hands it to the person as PNG. */
export async function downloadPng(svg: SVGSVGElement, name: string): Promise<void> {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const [from, to] = [[...svg.querySelectorAll('*')], [...copy.querySelectorAll('*')]]
  from.forEach((element, at) => {
    const style = getComputedStyle(element)
    to[at]?.setAttribute('style', kept.map((property) => `${property}:${style.getPropertyValue(property)}`).join(';'))
  })
  const { width, height } = svg.getBoundingClientRect()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const ink = canvas.getContext('2d')
  if (!ink) return
  ink.fillStyle = getComputedStyle(svg.closest('section') ?? document.body).backgroundColor
  ink.fillRect(0, 0, canvas.width, canvas.height)
  ink.scale(2, 2)
  ink.drawImage(image, 0, 0, width, height)
  const link = document.createElement('a')
  link.href = canvas.toDataURL('image/png')
  link.download = name
  link.click()
}
