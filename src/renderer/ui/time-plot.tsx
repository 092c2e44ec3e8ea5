import { useEffect, useMemo, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatClock, formatClockSeconds, formatDay, formatMoment } from './time-format.ts'
import { formatValue } from './value-format.ts'
import './time-plot.css'

export interface PlotPoint {
  readonly at: number
  readonly value: number
}

export interface PlotLimit {
  readonly value: number
  readonly label: string
  /** `plain` for a line that is no alarm limit. */
  readonly tone: 'high' | 'medium' | 'low' | 'plain'
}

export interface TimePlotProps {
  readonly points: readonly PlotPoint[]
  readonly limits?: readonly PlotLimit[]
  readonly decimals?: number
  /** What the picture shows, in words; its accessible name. */
  readonly summary: string
  readonly height: number
  /** Changes with the theme: a canvas does not follow CSS variables by itself. */
  readonly theme: string
  /** Marks every reading; off for dense series. */
  readonly dots?: boolean
  /** The least value at the foot of the axis, for quantities that start at zero. */
  readonly floor?: number
}

/** What is drawn, with nothing left open; a new one is a new drawing. */
interface PlotPicture {
  readonly points: readonly PlotPoint[]
  readonly limits: readonly PlotLimit[]
  readonly decimals: number
  readonly dots: boolean
  readonly floor: number | undefined
  readonly height: number
  readonly theme: string
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Height that a limit's label needs above its line, in CSS pixels. */
const LABEL_ROOM = 16

function colour(host: Element, token: string): string {
  return getComputedStyle(host).getPropertyValue(token).trim()
}

function fontOf(host: Element): string {
  const style = getComputedStyle(host)
  return `${style.fontSize} ${style.fontFamily}`
}

/** Both ends of the value axis: all readings and limits, with air above and below. */
function valueRange(props: PlotPicture): [number, number] {
  const values = [...props.points.map((point) => point.value), ...props.limits.map((limit) => limit.value)]
  const low = Math.min(...values)
  const high = Math.max(...values)
  const air = (high - low || Math.abs(high) || 1) * 0.12
  return [props.floor ?? low - air, high + air]
}

function drawLimits(plot: uPlot, host: Element, limits: readonly PlotLimit[]): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.font = fontOf(host).replace(/^[\d.]+px/, `${11 * devicePixelRatio}px`)
  ctx.textAlign = 'left'
  const places = limits.map((limit) => Math.round(plot.valToPos(limit.value, 'y', true)))
  for (const [index, limit] of limits.entries()) {
    const y = places[index] ?? 0
    // Where the line of another limit runs just above, the label stands below its own line.
    const crowded = places.some((other) => other < y && y - other < LABEL_ROOM * devicePixelRatio)
    const plain = limit.tone === 'plain'
    ctx.strokeStyle = colour(host, plain ? '--line-strong' : `--${limit.tone}`)
    ctx.fillStyle = colour(host, plain ? '--text' : `--${limit.tone}-text`)
    ctx.lineWidth = devicePixelRatio
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio])
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
    ctx.textBaseline = crowded ? 'top' : 'bottom'
    const away = (crowded ? 3 : -2) * devicePixelRatio
    ctx.fillText(limit.label, bbox.left + 4 * devicePixelRatio, y + away)
  }
  ctx.restore()
}

/** Seconds on short spans, minutes within about a day, days beyond; a second tick on a day tells its time. */
function tickText(at: number, before: number | undefined, spanMs: number): string {
  if (spanMs < 10 * MINUTE_MS) return formatClockSeconds(at)
  if (spanMs < 26 * HOUR_MS) return formatClock(at)
  const sameDay = before !== undefined && new Date(before).toDateString() === new Date(at).toDateString()
  return sameDay ? formatClock(at) : formatDay(at)
}

function optionsFor(host: HTMLElement, readout: HTMLElement, props: PlotPicture): uPlot.Options {
  const line = colour(host, '--line')
  const muted = colour(host, '--muted')
  const first = props.points[0]?.at ?? 0
  const last = props.points.at(-1)?.at ?? 0
  const tick = (seconds: number, index: number, all: readonly number[]): string => {
    const before = all[index - 1]
    return tickText(seconds * 1_000, before === undefined ? undefined : before * 1_000, last - first)
  }
  const axis: uPlot.Axis = {
    stroke: muted,
    font: fontOf(host),
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
  }
  return {
    width: Math.max(80, host.clientWidth),
    height: props.height,
    padding: [10, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: { x: { time: true }, y: { range: () => valueRange(props) } },
    axes: [
      {
        ...axis,
        space: last - first > 26 * HOUR_MS ? 60 : 64,
        size: 26,
        values: (_, splits) => splits.map(tick),
      },
      { ...axis, space: 30, size: 46, values: (_, splits) => splits.map((value) => formatValue(value)) },
    ],
    series: [
      {},
      {
        stroke: colour(host, '--plot'),
        width: 1.75,
        fill: colour(host, '--plot-fill'),
        points: { show: props.dots, size: 5, fill: colour(host, '--plot') },
      },
    ],
    hooks: {
      draw: [(plot) => drawLimits(plot, host, props.limits)],
      setCursor: [
        (plot) => {
          const point = props.points[plot.cursor.idx ?? -1]
          readout.textContent =
            point === undefined || (plot.cursor.left ?? -1) < 0
              ? ''
              : `${formatMoment(point.at, Date.now())}  ${formatValue(point.value, props.decimals)}`
        },
      ],
    },
  }
}

/** A value over time with its limits. Pointing at it reads single values out. */
export function TimePlot(props: TimePlotProps) {
  const { points, limits, decimals, dots, floor, height, theme } = props
  const host = useRef<HTMLDivElement>(null)
  const readout = useRef<HTMLSpanElement>(null)
  const picture = useMemo(
    (): PlotPicture => ({
      points,
      limits: limits ?? [],
      decimals: decimals ?? 0,
      dots: dots ?? true,
      floor,
      height,
      theme,
    }),
    [points, limits, decimals, dots, floor, height, theme],
  )
  useEffect(() => {
    const [box, out] = [host.current, readout.current]
    if (box === null || out === null) return undefined
    const data: uPlot.AlignedData = [
      picture.points.map((point) => point.at / 1_000),
      picture.points.map((point) => point.value),
    ]
    const plot = new uPlot(optionsFor(box, out, picture), data, box)
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: box.clientWidth, height: picture.height }),
    )
    observer.observe(box)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [picture])
  return (
    <figure className="time-plot">
      <div ref={host} className="time-plot-canvas" role="img" aria-label={props.summary} />
      <span ref={readout} className="time-plot-readout" aria-hidden="true" />
    </figure>
  )
}
