/** The description of the API is OpenAPI 3.1 to somebody else's eyes as well, and every operation has examples that are right. */
import { createRequire } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import { exampleOf } from '../../src/forms/engine/example.js'
import { parseForm } from '../../src/forms/engine/parse.js'
import { OPERATIONS, openApi } from '../../src/web/api/openapi.js'
import { BY_NAME } from '../../src/workflow/formExamples.js'
import { FORMS } from '../../src/workflow/forms.js'
import { strangeIn, surplusIn } from './openapiCheck.js'

const TODAY = '2026-11-24'
const document = JSON.parse(JSON.stringify(openApi('https://haijian.example', TODAY)))
/** The linter that makers of clients use; it comes with openapi-typescript. */
const ofClient = createRequire(createRequire(import.meta.url).resolve('openapi-typescript'))
const { createConfig, lintFromString } = ofClient('@redocly/openapi-core')

test('is OpenAPI 3.1, and its examples are what its schemas say, to another reader', async () => {
  const rules = Object.fromEntries(
    [
      ...['struct', 'no-unresolved-refs', 'security-defined', 'path-parameters-defined', 'no-identical-paths'],
      ...['no-enum-type-mismatch', 'operation-operationId-unique', 'operation-operationId-url-safe'],
      ...['operation-2xx-response', 'operation-4xx-response', 'operation-4xx-problem-details-rfc7807'],
      ...['no-required-schema-properties-undefined', 'no-path-trailing-slash', 'operation-parameters-unique'],
    ].map((rule) => [rule, 'error']),
  )
  const examples = { severity: 'error', allowAdditionalProperties: false }
  const config = await createConfig({ rules: { ...rules, 'no-invalid-media-type-examples': examples } })
  const faults: { ruleId: string; message: string; location: { pointer: string }[] }[] = await lintFromString({
    source: JSON.stringify(document),
    config,
  })
  expect(faults.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([])
})

describe('examples', () => {
  interface Media {
    schema: unknown
    example?: unknown
    examples?: Record<string, { value?: unknown; $ref?: string }>
  }
  const named = ({ example, examples = {} }: Media): [string, unknown][] => [
    ...(example === undefined ? [] : [['example', example] as [string, unknown]]),
    ...Object.entries(examples).map(([name, { value, $ref = '' }]): [string, unknown] => [
      name,
      value ?? document.components.examples[$ref.replace(/^.*\//, '')]?.value,
    ]),
  ]

  test.each(OPERATIONS.map(({ name, method, route }) => [name, document.paths[route][method]]))(
    '%s',
    (_, operation) => {
      const medias = (parts: Record<string, Media> = {}) => Object.values(parts)
      const sent = medias(operation.requestBody?.content)
      if (sent.length > 0) expect(sent.flatMap(named).length).toBeGreaterThan(0)
      const answers = Object.entries<{ content?: Record<string, Media> }>(operation.responses)
      for (const [status, { content }] of answers)
        for (const media of medias(content)) expect([status, named(media).length]).not.toEqual([status, 0])
      expect(
        answers.filter(([status, { content }]) => status >= '400' && !content?.['application/problem+json']),
      ).toEqual([])
      for (const media of [...sent, ...answers.flatMap(([, { content }]) => medias(content))])
        for (const [name, value] of named(media))
          expect([
            name,
            strangeIn(document, media.schema, value),
            surplusIn(document, media.schema, value, ''),
          ]).toEqual([name, [], []])
    },
  )

  test.each(BY_NAME)('of %s is a right answer to its form', (act) => {
    expect(parseForm(FORMS[act], exampleOf(FORMS[act], TODAY)).problems).toEqual([])
  })
})
