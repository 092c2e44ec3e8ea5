import { boundedFetch } from './bounded-fetch.ts'

/** A model behind an endpoint that speaks the OpenAI protocol. */
export interface ModelEndpoint {
  readonly baseUrl: string
  readonly model: string
  /** Never leaves main, and never goes into a log. */
  readonly key: string | null
}

/** The model as every feature asks it: bound to a schema, no redirection, no reply without end. Loads with its first use. */
export async function openChatModel({ baseUrl, model, key }: ModelEndpoint) {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const provider = createOpenAICompatible({
    name: 'configured',
    baseURL: baseUrl.replace(/\/+$/, ''),
    ...(key === null ? {} : { apiKey: key }),
    supportsStructuredOutputs: true,
    fetch: boundedFetch,
  })
  return provider.chatModel(model)
}
