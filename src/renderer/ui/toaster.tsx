import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { toastStore, unsay, type Toast } from './toast-store.ts'
import './toaster.css'

const TOLD_MS = 4_000
const FAILED_MS = 15_000

function ToastLine(props: { readonly toast: Toast; readonly dismissLabel: string }) {
  const { toast, dismissLabel } = props
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(() => unsay(toast.serial), toast.tone === 'failed' ? FAILED_MS : TOLD_MS)
    return () => clearTimeout(timer)
  }, [held, toast])
  return (
    <li
      className="toast"
      data-tone={toast.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <span className="selectable">{toast.text}</span>
      <button
        type="button"
        className="toast-close"
        aria-label={dismissLabel}
        onClick={() => unsay(toast.serial)}
      >
        <X aria-hidden="true" />
      </button>
    </li>
  )
}

/** The messages of all features, bottom centre, told politely to assistive technology. */
export function Toaster(props: { readonly label: string; readonly dismissLabel: string }) {
  const toasts = useStore(toastStore, (state) => state.toasts)
  return (
    <section className="toaster" aria-label={props.label} data-react-aria-top-layer="true">
      <ul aria-live="polite" aria-relevant="additions">
        {toasts.map((toast) => (
          <ToastLine key={toast.serial} toast={toast} dismissLabel={props.dismissLabel} />
        ))}
      </ul>
    </section>
  )
}
