import type { HubArgument } from '@main/hub/pipelined.ts'
import type { HubKeys } from '@main/hub/keys.ts'
import { type Approval, isOpenApproval } from '@shared/features/approvals/model.ts'
import type { Change } from './engine-record.ts'
import { increments } from './engine-figures.ts'
import { type Duty, storedText } from './stored.ts'

/** What still has to be done once the hub has taken a change, beside the change itself. */
export function dutiesOf({ kind, next, effects }: Change): Duty[] {
  return effects.flatMap((effect): Duty[] => {
    if (effect.kind === 'count') return []
    if (effect.kind === 'tell') return [['tell', next.rev, kind, next.id, JSON.stringify(effect.ruled)]]
    return [[effect.kind, next.rev, kind, next.id]]
  })
}

/** Keys and arguments of commit.lua for one change, decided on `before` (null: the hub is to know none). */
export function commitArguments(
  keys: HubKeys,
  station: string,
  before: Approval | null,
  change: Change,
): { keys: string[]; args: HubArgument[] } {
  const { kind, next, guard, effects } = change
  const duties = dutiesOf(change).map((duty) => JSON.stringify(duty))
  const counted = effects.flatMap((effect) => (effect.kind === 'count' ? increments(effect.tally) : []))
  return {
    keys: (['record', 'open', 'due', 'closed', 'log', 'seq', 'duties', 'figures'] as const).map((what) =>
      keys.approval(what),
    ),
    args: [
      next.id,
      station,
      keys.approvalsWake(),
      kind,
      before?.rev ?? 0,
      guard.fence ?? '',
      guard.token ?? '',
      guard.notBefore ?? '',
      guard.notAfter ?? '',
      next.rev,
      storedText(next),
      isOpenApproval(next) ? '1' : '0',
      next.content.deadlineAt,
      next.due.length,
      ...next.due.flatMap((due) => [due.kind, due.at]),
      duties.length,
      ...duties,
      counted.length,
      ...counted.flatMap(({ field, by }) => [field, by]),
    ],
  }
}
