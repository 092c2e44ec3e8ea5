import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Slider as AriaSlider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components/Slider'
import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import './fields.css'

interface Choice<T extends string> {
  readonly value: T
  readonly label: string
}

/** One of a few, all in sight. */
export function Segments<T extends string>(props: {
  readonly label: string
  readonly hideLabel?: boolean
  readonly value: T
  readonly choices: readonly Choice<T>[]
  readonly onChange: (value: T) => void
}) {
  return (
    <RadioGroup
      className="radio-group"
      orientation="horizontal"
      value={props.value}
      onChange={(value) => {
        const choice = props.choices.find((each) => each.value === value)
        if (choice !== undefined) props.onChange(choice.value)
      }}
    >
      <Label className={props.hideLabel === true ? 'visually-hidden' : 'field-label'}>{props.label}</Label>
      <div className="radio-row">
        {props.choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="radio">
            {choice.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

/** One of many, in a list that opens. */
export function Select<T extends string>(props: {
  readonly label: string
  readonly hideLabel?: boolean
  readonly value: T
  readonly choices: readonly Choice<T>[]
  readonly onChange: (value: T) => void
}) {
  return (
    <AriaSelect
      className="field"
      value={props.value}
      onChange={(key) => {
        const choice = props.choices.find((each) => each.value === key)
        if (choice !== undefined) props.onChange(choice.value)
      }}
    >
      <Label className={props.hideLabel === true ? 'visually-hidden' : 'field-label'}>{props.label}</Label>
      <AriaButton className="select-button">
        <SelectValue />
        <ChevronDown aria-hidden="true" />
      </AriaButton>
      <Popover>
        <ListBox className="select-list">
          {props.choices.map((choice) => (
            <ListBoxItem
              key={choice.value}
              id={choice.value}
              textValue={choice.label}
              className="select-option"
            >
              {choice.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

/** On or off. */
export function Switch(props: {
  readonly selected: boolean
  readonly onChange: (selected: boolean) => void
  readonly disabled?: boolean
  readonly children: ReactNode
}) {
  return (
    <AriaSwitch
      className="switch"
      isSelected={props.selected}
      isDisabled={props.disabled ?? false}
      onChange={props.onChange}
    >
      <span className="switch-track">
        <span className="switch-knob" />
      </span>
      {props.children}
    </AriaSwitch>
  )
}

/** A share from 0 to 100 %. `onChange` is called when the hand lets go. */
export function PercentSlider(props: {
  readonly label: string
  readonly value: number
  readonly onMove: (value: number) => void
  readonly onChange: (value: number) => void
}) {
  return (
    <AriaSlider
      className="slider"
      value={Math.round(props.value * 100)}
      onChange={(value) => props.onMove(value / 100)}
      onChangeEnd={(value) => props.onChange(value / 100)}
      formatOptions={{ style: 'unit', unit: 'percent' }}
    >
      <Label className="field-label">{props.label}</Label>
      <SliderOutput />
      <SliderTrack className="slider-track">
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
    </AriaSlider>
  )
}
