/** A typed client of the API of 海荐 Haijian; its types are in schema.d.ts, made from the description of the API. */
import createClient from 'openapi-fetch'

/** What the API answers when it does not do what was asked (RFC 9457): `problem` has the codes. */
export class HaijianError extends Error {
  constructor(problem, response) {
    const codes = [...(problem?.problems ?? []), ...(problem?.because ?? [])].map(({ code, path }) => `${code} ${path ?? ''}`)
    super([problem?.detail ?? `HTTP ${response.status}`, ...codes].join(' · '))
    this.name = 'HaijianError'
    this.status = response.status
    this.problem = problem
    this.retryAfter = Number(response.headers.get('retry-after')) || undefined
  }
}

/** A client that speaks with an API key. */
export function connect({ url, key, language = 'en', fetch }) {
  const headers = { authorization: `Bearer ${key}`, 'accept-language': language }
  return createClient({ baseUrl: url, headers, fetch })
}

/** What was answered; throws HaijianError when it was a problem. */
export async function done(call) {
  const { data, error, response } = await call
  if (!response.ok) throw new HaijianError(error, response)
  return data
}

/** For `bodySerializer`: a form with files, in the order in which its members stand (files last). */
export function form(fields) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields ?? {}))
    for (const one of [value].flat()) if (one !== undefined) body.append(name, one)
  return body
}
