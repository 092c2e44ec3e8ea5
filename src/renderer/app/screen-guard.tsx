import { Component, type ReactNode } from 'react'
import { frameStrings as s } from './strings.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'

interface GuardProps {
  /** A new name is a new screen: the failure of another one is forgotten. */
  readonly name: string
  readonly children: ReactNode
}

/** A screen that fails must not take the frame, its alarms and its sounds with it. */
export class ScreenGuard extends Component<GuardProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override componentDidUpdate(before: GuardProps): void {
    if (before.name !== this.props.name && this.state.failed) this.setState({ failed: false })
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <Empty kind="failed" title={s.crashed.title} text={s.crashed.text}>
        <Button label={s.crashed.again} onPress={() => this.setState({ failed: false })} />
      </Empty>
    )
  }
}
