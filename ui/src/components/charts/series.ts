/** What a chart draws, apart from how. */
import { extent } from 'd3-array'
import type { Estimate } from '../figure/scale'

export type Point = Estimate & { key: string; label: string; short?: string }

/** Runs of points that can be joined: a gap where there are too few answers, or a missing bucket. */
export function runs(points: readonly Point[]): Point[][] {
  const found: Point[][] = []
  let run: Point[] = []
  for (const point of points) {
    if (point.too_few || point.n === 0) {
      if (run.length > 0) found.push(run)
      run = []
    } else run.push(point)
  }
  if (run.length > 0) found.push(run)
  return found
}

/** The value axis: reaches of scored intervals and the target with a little air, inside the metric's scale. */
export function valueExtent(
  points: readonly Point[],
  whole: readonly [number, number],
  target?: number,
): [number, number] {
  const scored = points.filter((p) => !p.too_few && p.n > 0)
  const [low, high] = extent([...scored.flatMap((p) => [p.low, p.high]), ...(target === undefined ? [] : [target])])
  if (low === undefined || high === undefined) return [whole[0], whole[1]]
  const air = Math.max((high - low) * 0.1, (whole[1] - whole[0]) / 50)
  return [Math.max(whole[0], low - air), Math.min(whole[1], high + air)]
}

/** Which labels fit under the axis: every one, every second, … the last always among them. */
export function labelled(count: number, width: number, each = 52): Set<number> {
  const step = Math.max(1, Math.ceil((count * each) / Math.max(width, 1)))
  const shown = new Set<number>()
  for (let at = count - 1; at >= 0; at -= step) shown.add(at)
  return shown
}
