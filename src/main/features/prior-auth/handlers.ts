import type { Handlers } from '@main/ipc/router.ts'
import type { priorAuthRequests } from '@shared/features/prior-auth/contract.ts'
import type { PriorAuthBatches } from './batches.ts'
import { proceduresOf } from './catalogue.ts'
import { readRequestBundle } from './fhir-read.ts'
import { writeResponseBundle } from './fhir-write.ts'
import type { PriorAuthService } from './service.ts'

/** Maps the feature's requests to its services; decides nothing. */
export function priorAuthHandlers(
  service: PriorAuthService,
  batches: PriorAuthBatches,
  person: () => string | null,
): Handlers<keyof typeof priorAuthRequests> {
  const { book } = service
  return {
    'prior-auth.decide': ({ request }) => service.decide(request, person()),
    'prior-auth.criteria': ({ request }) => service.criteria(request),
    'prior-auth.procedures': ({ query, limit }) => ({
      ...proceduresOf(book, query, limit),
      plans: [...book.plans.values()],
      facts: [...book.facts.values()],
    }),
    'prior-auth.list': ({ which, limit }) => service.list(which, limit),
    'prior-auth.read': ({ id }) => service.read(id),
    'prior-auth.statistics': ({ year }) => service.statistics(year),
    'prior-auth.import-fhir': async ({ text }) => {
      const { items, remarks } = readRequestBundle(text, book)
      const offered = await Promise.all(items.map(({ request, appeal }) => service.offered(request, appeal)))
      return {
        items: offered.map((each, index) => ({ sequence: items[index]?.sequence ?? 0, ...each })),
        remarks: [...remarks],
      }
    },
    'prior-auth.export-fhir': async ({ id }) => ({
      text: writeResponseBundle(await service.read(id), Date.now()),
      fileName: `claim-response-${id.replace('auth_approval:', '')}.json`,
    }),
    'prior-auth.batch-start': ({ name, text }) => batches.begin(name, text, person()),
    'prior-auth.batch-status': async ({ id }) => ({ batch: await batches.status(id) }),
    'prior-auth.batch-cancel': ({ id }) => batches.cancel(id),
    'prior-auth.batch-resume': ({ id }) => batches.resume(id),
  }
}
