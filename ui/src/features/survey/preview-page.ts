/** The respondent's page without what can't run inside a sandbox: shown as it stands, nothing of it acts. */
export function still(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const script of page.querySelectorAll('script')) script.remove()
  for (const button of page.querySelectorAll('button')) button.type = 'button'
  return `<!doctype html>${page.documentElement.outerHTML}`
}
