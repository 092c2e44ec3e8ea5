import { Command, useCommandState } from 'cmdk'
import { goTo, setPalette } from '@renderer/app/navigation.ts'
import { paletteStrings as s } from '@renderer/app/strings.ts'
import { checkDesk } from '@renderer/features/interactions/check-desk.ts'
import { useMay } from '@renderer/features/sessions/use-session.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'

/** Fewer letters name too many drugs. */
const FEWEST_LETTERS = 3
const MOST_DRUGS = 6

/** Drugs whose name, brand or sound fits what is typed; choosing one puts it on the list of the Check tab. */
export function DrugCommands() {
  const checks = useMay('check-interactions')
  const search = useCommandState((state) => state.search).trim()
  const asks = checks && search.length >= FEWEST_LETTERS
  const answer = useRequest('interactions.recognise', asks ? { text: search } : null)
  const matches = asks && answer.phase === 'had' ? answer.value.matches.slice(0, MOST_DRUGS) : []
  if (matches.length === 0) return null
  return (
    <Command.Group heading={s.groups.drugs} forceMount>
      {matches.map(({ name, matched }) => (
        <Command.Item
          key={`${name} ${matched}`}
          className="palette-item"
          value={`drug ${name} ${matched}`}
          // The knowledge has matched it already, misspelt or not; the palette's own filter would not.
          forceMount
          onSelect={() => {
            setPalette(false)
            checkDesk.add([{ text: matched, chosen: name, route: null }])
            goTo('interactions')
          }}
        >
          {s.drug(name, matched)}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
