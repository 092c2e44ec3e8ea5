import { useStore } from 'zustand'
import { review } from '@renderer/features/approvals/desk.ts'
import type { Possible } from '@renderer/features/approvals/possible.ts'
import { kindWordsOf } from '@renderer/features/approvals/strings-kinds.ts'
import { actStrings as s } from '@renderer/features/approvals/strings-request.ts'
import { actKeys } from '@renderer/features/approvals/use-keys.ts'
import type { ShownApproval } from '@shared/features/approvals/contract.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
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
  const { content } = props.state
  const words = kindWordsOf[content.kind]
  const asks = content.choice !== null || rulesOf(content.kind).wordsToApprove
  if (!isOpenApproval(props.state) || !props.live) return null
  const { take, release, decide, ask, delegate, answer, withdraw, why } = possible
  if (!(take || release || decide || answer || withdraw || delegate) && why === null) return null
  return (
    <div className="ap-actions" role="group" aria-label={s.label}>
      {why !== null && <p className="ap-muted ap-why">{why}</p>}
      {(decide || take) && words.nobodyToAsk !== null && (
        <p className="ap-muted ap-why">{words.nobodyToAsk}</p>
      )}
      {(decide || take || release) && (
        <div className="ap-actions-main">
          <Button
            label={asks ? words.approveAsks : words.approve}
            shortcut={actKeys.approve}
            kind="primary"
            disabled={!decide}
            busyLabel={busy === 'approve' ? s.deciding : null}
            onPress={() => review.approve()}
          />
          <Button
            label={words.denyAsks}
            shortcut={actKeys.deny}
            disabled={!decide}
            busyLabel={busy === 'deny' ? s.deciding : null}
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
