import { useStore } from 'zustand'
import { review } from '@renderer/features/approvals/desk.ts'
import type { Possible } from '@renderer/features/approvals/possible.ts'
import { actStrings as s } from '@renderer/features/approvals/strings-request.ts'
import { actKeys } from '@renderer/features/approvals/use-keys.ts'
import type { ShownApproval } from '@shared/features/approvals/contract.ts'
import { isOpenApproval } from '@shared/features/approvals/model.ts'
import { Button } from '@renderer/ui/button.tsx'

/** What can be done with the opened request, each with its key; what cannot is not there. */
export function RequestActions(props: {
  readonly state: ShownApproval['approval']
  readonly possible: Possible
  readonly live: boolean
}) {
  const { possible } = props
  const busy = useStore(review.store, (state) => state.busy)
  if (!isOpenApproval(props.state) || !props.live) return null
  const { take, release, decide, ask, delegate, answer, withdraw, why } = possible
  if (!(take || release || decide || answer || withdraw || delegate) && why === null) return null
  return (
    <div className="ap-actions" role="group" aria-label={s.label}>
      {why !== null && <p className="ap-muted ap-why">{why}</p>}
      {(decide || take || release) && (
        <div className="ap-actions-main">
          <Button
            label={s.approve.label}
            shortcut={actKeys.approve}
            kind="primary"
            disabled={!decide}
            busyLabel={busy === 'approve' ? s.approve.busy : null}
            onPress={() => void review.decide('approved', '')}
          />
          <Button
            label={s.deny.label}
            shortcut={actKeys.deny}
            disabled={!decide}
            busyLabel={busy === 'deny' ? s.deny.busy : null}
            onPress={() => review.openDialog('deny')}
          />
          {ask && (
            <Button label={s.ask.label} shortcut={actKeys.ask} onPress={() => review.openDialog('ask')} />
          )}
        </div>
      )}
      <div className="ap-actions-more">
        {take && (
          <Button
            label={s.take.label}
            shortcut={actKeys.take}
            kind="quiet"
            busyLabel={busy === 'take' ? s.take.busy : null}
            onPress={() => void review.take()}
          />
        )}
        {release && (
          <Button
            label={s.release.label}
            shortcut={actKeys.release}
            kind="quiet"
            busyLabel={busy === 'release' ? s.release.busy : null}
            onPress={() => void review.release()}
          />
        )}
        {delegate && (
          <Button
            label={s.delegate.label}
            shortcut={actKeys.delegate}
            kind="quiet"
            onPress={() => review.openDialog('delegate')}
          />
        )}
        {answer && (
          <Button
            label={s.answer.label}
            shortcut={actKeys.answer}
            kind="quiet"
            onPress={() => review.openDialog('answer')}
          />
        )}
        {withdraw && (
          <Button
            label={s.withdraw.label}
            shortcut={actKeys.withdraw}
            kind="quiet"
            onPress={() => review.openDialog('withdraw')}
          />
        )}
      </div>
    </div>
  )
}
