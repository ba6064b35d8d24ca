/** Where to go after signing in: only an address of ours, never another site and never back to the door. */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/'
  return /^\/(sign-in|setup|forgot|reset|join|two-factor)(\?|$)/.test(next) ? '/' : next
}
