import { goTo } from './navigation.ts'
import { list, review } from '@renderer/features/approvals/desk.ts'

/** Goes to the queue of approvals and opens a request there. @param patientId null for one that concerns no patient. */
export function openApproval(id: string, patientId: string | null): void {
  goTo('approvals')
  list.setState({ selectedId: id })
  review.open({ id, patientId })
}
