import type { Figures } from './scenario.ts'

/** One scenario in one line. */
export function figuresLine(figures: Figures): string {
  const { seed, alerts, stations, seconds, settledSeconds, shown, answered } = figures
  const { lost, duplicated, shownAgain, outOfOrder, contradictions, takenBack } = figures
  const faults = [...figures.faults.values()].reduce((sum, count) => sum + count, 0)
  return [
    `seed ${seed}: ${alerts} alerts, ${faults} faults, ${stations} station(s), ${seconds.toFixed(1)} s`,
    `settled after ${settledSeconds.toFixed(1)} s`,
    `${shown} shown, ${answered} answered`,
    `${lost} lost, ${duplicated} duplicated, ${shownAgain} shown again, ${outOfOrder} out of order`,
    `${contradictions} contradictions, ${takenBack} taken back by the hub`,
  ]
    .join('; ')
    .concat(...figures.examples.map((example) => `\n  ${example}`))
}

/** All scenarios together, and how often each kind of fault struck. */
export function figuresTable(all: readonly Figures[]): string {
  const faults = new Map<string, number>()
  for (const { faults: counts } of all)
    for (const [name, count] of counts) faults.set(name, (faults.get(name) ?? 0) + count)
  const sum = (
    field:
      | 'alerts'
      | 'shown'
      | 'answered'
      | 'lost'
      | 'duplicated'
      | 'shownAgain'
      | 'outOfOrder'
      | 'contradictions'
      | 'takenBack',
  ): number => all.reduce((total, figures) => total + figures[field], 0)
  const rows = [...faults]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `| ${name} | ${count} |`)
  const total = [...faults.values()].reduce((whole, count) => whole + count, 0)
  return [
    '',
    '| fault | times |',
    '|---|---|',
    ...rows,
    `| all | ${total} |`,
    '',
    `${all.length} scenarios, ${sum('alerts')} alerts, ${sum('shown')} shown, ${sum('answered')} answered; ` +
      `lost ${sum('lost')}, duplicated ${sum('duplicated')}, shown again ${sum('shownAgain')}, ` +
      `out of order ${sum('outOfOrder')}, contradictions ${sum('contradictions')}, taken back ${sum('takenBack')}`,
  ].join('\n')
}
