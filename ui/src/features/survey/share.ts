/** Shares of answers. */

export type Share = { value: number; low: number; high: number }

/** `count` of `n` in per cent with the 95 % interval of Wilson (1927), which stays between 0 and 100. */
export function shareOf(count: number, n: number): Share {
  if (n === 0) return { value: 0, low: 0, high: 0 }
  const z = 1.959963984540054
  const p = count / n
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return { value: 100 * p, low: Math.max(0, 100 * (middle - half)), high: Math.min(100, 100 * (middle + half)) }
}

/** Whether an address leads only to the machine it is read on. */
export function isLoopback(url: string): boolean {
  try {
    const host = new URL(url).hostname
    return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host)
  } catch {
    return false
  }
}
