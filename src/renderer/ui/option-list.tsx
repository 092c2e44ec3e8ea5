import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'

/**
 * A list of options that are all drawn. It keeps the focus itself, takes it when it appears unless somebody writes
 * elsewhere, names the selected option by its element's id and keeps that one in view.
 */
export function OptionList(props: {
  readonly label: string
  readonly className: string
  readonly selectedElementId: string | null
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly children: ReactNode
}) {
  const { selectedElementId } = props
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (selectedElementId !== null)
      document.getElementById(selectedElementId)?.scrollIntoView({ block: 'nearest' })
  }, [selectedElementId])
  useEffect(() => {
    const busy = document.activeElement?.closest('input, textarea, select, [role="dialog"]') ?? null
    if (busy === null) list.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div
      ref={list}
      className={props.className}
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={selectedElementId ?? undefined}
      onKeyDown={props.onKeyDown}
    >
      {props.children}
    </div>
  )
}
