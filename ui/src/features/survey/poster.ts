/** A page to hang up: whose it is, the code, the address. */

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

export const posterPage = ({
  organisation,
  url,
  image,
}: {
  organisation: string
  url: string
  image: string
}): string =>
  `<!doctype html><title>${escaped(organisation)}</title><style>
body{margin:0;padding:30mm 15mm;text-align:center;font:16pt/1.4 Arial,sans-serif;color:#000}
h1{margin:0 0 12mm;font-size:28pt;font-weight:600}img{width:100mm;height:100mm}p{overflow-wrap:anywhere;font-size:12pt}
</style><h1>${escaped(organisation)}</h1><img src="${escaped(image)}" alt=""><p>${escaped(url)}</p>`

/** Prints a page of its own, not the screen around it. */
export function print(page: string): void {
  const frame = document.createElement('iframe')
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden'
  frame.setAttribute('aria-hidden', 'true')
  frame.srcdoc = page
  frame.onload = () => {
    const window = frame.contentWindow
    if (!window) return
    window.onafterprint = () => setTimeout(() => frame.remove())
    window.print()
  }
  document.body.append(frame)
}
