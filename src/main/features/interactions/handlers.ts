import type { Handlers } from '@main/ipc/router.ts'
import type { interactionRequests } from '@shared/features/interactions/contract.ts'
import type { Actor } from '@shared/clinical/person.ts'
import { onHub } from './errors.ts'
import type { ModelConfiguration } from './model-settings.ts'
import type { InteractionService } from './service.ts'

/** Maps the feature's requests to its services; decides nothing. */
export function interactionHandlers(
  service: InteractionService,
  configuration: ModelConfiguration,
  actor: () => Actor,
): Handlers<keyof typeof interactionRequests> {
  const { queue, figures, lists, ledger } = service
  return {
    'interactions.recognise': ({ text }) => ({
      recognition: service.knowledge.recognise({ text, chosen: null, route: null }),
      matches: [...service.knowledge.suggest(text)],
    }),
    'interactions.read-list': ({ text }) => ({ lines: [...service.knowledge.readList(text)] }),
    'interactions.check': (input) => service.check(input),
    'interactions.retry': ({ checkId, pair }) => {
      service.retry(checkId, pair)
      return {}
    },
    'interactions.accept': ({ key }) => {
      service.accept(key)
      return {}
    },
    'interactions.override': ({ key, reason, text }) => {
      service.override(key, reason, text)
      return {}
    },
    'interactions.medications': ({ patientId }) => lists.read(patientId),
    'interactions.save-medications': (draft) => lists.save(draft, actor()),
    'interactions.queue': async () => ({ items: await queue.items() }),
    'interactions.ask-again': ({ pair, rev, why }) => queue.askAgain(pair, rev, why, actor()),
    'interactions.figures': async () => ({ rules: await figures.all() }),
    'interactions.demote': ({ key, days, reason }) => service.demote(key, days, reason),
    'interactions.restore': ({ key }) => service.restore(key),
    'interactions.formulary': ({ query, offset, limit }) => {
      const { entries, total } = service.knowledge.browse(query, offset, limit)
      return { entries: [...entries], total }
    },
    'interactions.ledger': ({ days }) => onHub(() => ledger.read(days)),
    'interactions.model': () => configuration.view(),
    'interactions.set-model': ({ settings, key }) => configuration.save(settings, key),
  }
}
