/** A browser's canvas holds no more pixels than this along a side or in all. */
const longest = 16_000
const most = 120_000_000

/** How much larger than drawn a picture is made: twice, for screens and print, as far as a canvas holds. */
export function scaleFor(width: number, height: number): number {
  const wide = Math.max(width, height, 1)
  return Math.min(2, longest / wide, Math.sqrt(most / Math.max(width * height, 1)))
}

/** An SVG as a PNG. */
export async function pngOf(svg: Blob): Promise<Blob> {
  // As data, which the page's own policy allows for pictures.
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(new Blob([svg], { type: 'image/svg+xml' }))
  })
  const image = new Image()
  image.src = address
  await image.decode()
  const scale = scaleFor(image.naturalWidth, image.naturalHeight)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('no picture'))), 'image/png'),
  )
}

/** Has the browser keep a file. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
