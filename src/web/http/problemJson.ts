/**
 * Errors of the API as RFC 9457 has them (`application/problem+json`). `title` and `detail` are in the language that
 * the request asks for; `heading` and `message` say the same in both, and `error` is what a program goes by.
 */
import type { FastifyRequest } from 'fastify'
import { apiPath, path } from '../../base/path.js'
import type { Bilingual, Language } from '../../base/text.js'
import type { Text } from '../kit/parts.js'
import { type PlainAnswer, data } from './answers.js'

export const PROBLEM_JSON = 'application/problem+json'

export interface SaidProblem {
  readonly error: string
  readonly heading: Bilingual
  readonly message: Text
}

type Asking = Pick<FastifyRequest, 'id' | 'headers'> & { readonly language?: Language | undefined }

/** The members of every problem, and what it has besides. `type` leads to the list of codes. */
export function problemOf<More extends object>(request: Asking, said: SaidProblem & More, status: number) {
  const language = languageAsked(request)
  const { error, heading, message, ...more } = said
  const general = {
    type: `${apiPath.codes}#${error}`,
    title: heading[language],
    status,
    detail: inOne(message, language),
  }
  return { ...general, instance: `${path.api}#${request.id}`, error, heading, message, ...more, requestId: request.id }
}

/** A problem as an answer. */
export function problemAnswer<More extends object>(
  request: Asking,
  said: SaidProblem & More,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): PlainAnswer {
  const general = { 'content-type': PROBLEM_JSON, 'content-language': TAGS[languageAsked(request)] }
  return data(problemOf(request, said, status), status, { ...general, ...headers })
}

const inOne = (text: Text, language: Language): string => (typeof text === 'string' ? text : text[language])
const TAGS = { zh: 'zh-CN', en: 'en' } as const

/**
 * Whichever of our languages `Accept-Language` prefers (RFC 9110, section 12.5.4); where it names none, the one in
 * which the reader has the pages.
 */
function languageAsked({ headers, language = 'zh' }: Asking): Language {
  const ranges = (headers['accept-language'] ?? '').split(',').map((part) => {
    const [range = '', weight = '1'] = part.split(/;\s*q=/i)
    return { range: range.trim().toLowerCase(), weight: Number.parseFloat(weight) || 0 }
  })
  const weightOf = (own: Language) =>
    Math.max(0, ...ranges.filter(({ range }) => range.split('-')[0] === own).map(({ weight }) => weight))
  const [chinese, english] = [weightOf('zh'), weightOf('en')]
  if (chinese === english) return language
  return chinese > english ? 'zh' : 'en'
}
