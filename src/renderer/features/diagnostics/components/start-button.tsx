import { Stethoscope } from 'lucide-react'
import { diagnosticStrings as s } from '@renderer/features/diagnostics/strings.ts'
import { Button } from '@renderer/ui/button.tsx'

/** For the patient's page: the way to a run for this patient. */
export function StartButton(props: { readonly onPress: () => void }) {
  return <Button label={s.start} icon={<Stethoscope aria-hidden="true" />} onPress={props.onPress} />
}
