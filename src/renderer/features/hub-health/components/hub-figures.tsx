import { useMemo } from 'react'
import { hubStrings as s } from '@renderer/features/hub-health/strings.ts'
import type { HubReport } from '@shared/features/hub-health/model.ts'
import { TimePlot } from '@renderer/ui/time-plot.tsx'
import { formatAge, formatClockSeconds } from '@renderer/ui/time-format.ts'
import { formatBytes, formatMillis, formatValue } from '@renderer/ui/value-format.ts'

const PLOT_HEIGHT = 160

function Facts(props: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="hub-facts">
      {props.facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="selectable">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function LinkFigures(props: { readonly report: HubReport }) {
  const { status } = props.report
  const state = `${s.link.states[status.link]}, ${s.link.since(formatClockSeconds(status.since))}`
  const proof = status.lastProofAt === null ? s.link.never : formatClockSeconds(status.lastProofAt)
  return (
    <section className="hub-card">
      <h2>{s.link.title}</h2>
      <Facts
        facts={[
          [s.link.state, state],
          [s.link.target, status.embedded ? s.link.embedded : status.target],
          [s.link.version, status.version ?? s.link.versionUnknown],
          [s.link.proof, proof],
        ]}
      />
      {status.demo && <p className="hub-note">{s.link.demo}</p>}
    </section>
  )
}

export function LatencyFigures(props: { readonly report: HubReport; readonly theme: string }) {
  const { p50, p99, series } = props.report.latency
  const points = useMemo(() => series.map((sample) => ({ at: sample.at, value: sample.ms })), [series])
  const text = (ms: number | null): string => (ms === null ? s.latency.unknown : formatMillis(ms))
  const highest = points.length === 0 ? null : Math.max(...points.map((point) => point.value))
  return (
    <section className="hub-card hub-latency">
      <h2>{s.latency.title}</h2>
      <div className="hub-percentiles">
        <p>
          <span className="hub-figure">{text(p50)}</span> {s.latency.p50}
        </p>
        <p>
          <span className="hub-figure">{text(p99)}</span> {s.latency.p99}
        </p>
      </div>
      {points.length < 2 ? (
        <p className="hub-note">{s.latency.none}</p>
      ) : (
        <TimePlot
          points={points}
          decimals={2}
          height={PLOT_HEIGHT}
          theme={props.theme}
          dots={false}
          floor={0}
          summary={s.latency.summary(points.length, text(highest))}
        />
      )}
    </section>
  )
}

export function CounterFigures(props: { readonly report: HubReport }) {
  const { counters } = props.report
  const names = [
    'received',
    'raised',
    'folded',
    'duplicates',
    'quarantined',
    'backlog',
    'reconnects',
    'notificationsShown',
    'notificationsSuppressed',
  ] as const
  return (
    <section className="hub-card">
      <h2>{s.counters.title}</h2>
      <Facts facts={names.map((name) => [s.counters[name], formatValue(counters[name])] as const)} />
    </section>
  )
}

function memoryText(used: number | null, most: number | null): string {
  if (used === null) return s.server.unknown
  return most === null || most === 0
    ? s.server.memoryNoLimit(formatBytes(used))
    : s.server.memoryOf(formatBytes(used), formatBytes(most))
}

export function ServerFigures(props: { readonly report: HubReport }) {
  const { server } = props.report
  const number = (value: number | null): string => (value === null ? s.server.unknown : formatValue(value))
  return (
    <section className="hub-card">
      <h2>{s.server.title}</h2>
      {server === null ? (
        <p className="hub-failed">{s.server.none}</p>
      ) : (
        <Facts
          facts={[
            [s.server.version, server.version ?? s.server.unknown],
            [s.server.memory, memoryText(server.usedMemoryBytes, server.maxMemoryBytes)],
            [s.server.policy, server.evictionPolicy ?? s.server.unknown],
            [s.server.evicted, number(server.evictedKeys)],
            [
              s.server.hitRatio,
              server.hitRatio === null
                ? s.server.unknown
                : s.server.percent((server.hitRatio * 100).toFixed(1)),
            ],
            [s.server.clients, number(server.connectedClients)],
            [
              s.server.persistence,
              server.appendOnly === null ? s.server.unknown : server.appendOnly ? s.server.on : s.server.off,
            ],
            [
              s.server.uptime,
              server.uptimeSeconds === null ? s.server.unknown : formatAge(0, server.uptimeSeconds * 1_000),
            ],
          ]}
        />
      )}
    </section>
  )
}
