import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import './fields.css'

export interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly kind?: 'line' | 'area' | 'secret'
  readonly hint?: string
  /** What is wrong with the value; shown under the field and told to assistive technology. */
  readonly problem?: string | null
  readonly maxLength?: number
  readonly autoFocus?: boolean
  readonly disabled?: boolean
}

/** One labelled line or area of text. `secret` hides what is typed and is never filled in by the system. */
export function TextField(props: TextFieldProps) {
  const problem = props.problem ?? null
  return (
    <AriaTextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      isInvalid={problem !== null}
      isDisabled={props.disabled ?? false}
      type={props.kind === 'secret' ? 'password' : 'text'}
      autoComplete="off"
      autoFocus={props.autoFocus ?? false}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
    >
      <Label className="field-label">{props.label}</Label>
      {props.kind === 'area' ? (
        <TextArea className="field-input" rows={4} spellCheck="false" />
      ) : (
        <Input className="field-input" spellCheck="false" />
      )}
      {props.hint !== undefined && (
        <Text slot="description" className="field-hint">
          {props.hint}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </AriaTextField>
  )
}
