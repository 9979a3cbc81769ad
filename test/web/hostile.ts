/** Makes requests out of what the product says of itself: the OpenAPI document, the forms and the routes. Some are as they should be, most are not. One seed, one sequence. */
import { openApi } from '../../src/web/api/openapi.js'
import { listDeclared } from './declared.js'
import { BODIES, FORMS, IDS, QUERIES } from './nasty.js'
import { resolve } from './openapiCheck.js'

type Json = Record<string, unknown>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

export interface Hostile {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers: Record<string, string>
  readonly body?: string
}

/** Values that no field asks for. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  -1e308,
  '1e400',
  'NaN',
  [],
  {},
  [[]],
  [null],
  '\0',
  'a\0b',
  '\ud800',
  '\udc00\ud83d',
  '\u202etxet\u200b\ufeff',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  "' or 1=1; drop table cases --",
  '{{constructor.constructor("return process")()}}',
  '#{7*7}<%= 7*7 %>',
  '%00%0d%0aSet-Cookie: x=y',
  '\r\nX-Injected: yes',
  '0000-00-00',
  '2026-02-31',
  '9999-12-31',
  '十二',
  '𠮷'.repeat(300),
  'x'.repeat(20_000),
  { length: 1e9 },
  { toString: 'x', valueOf: 1 },
  { $ne: null },
]
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  '\0',
  'length',
  '0',
  '$where',
  'a.b',
  'x'.repeat(500),
]

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

const document: Json = JSON.parse(JSON.stringify(openApi('http://localhost:8080', '2026-11-24')))
const declared = listDeclared()

export class HostileRequests {
  private state: number

  /** `ids`: numbers of things that are there, so that some requests get further than the first check. */
  constructor(
    seed: number,
    private readonly ids: readonly number[],
  ) {
    this.state = seed >>> 0
  }

  /** The next number between 0 and 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  one<Value>(list: readonly Value[]): Value {
    return list[Math.floor(this.next() * list.length)] as Value // no list here is empty
  }

  private chance(of: number): boolean {
    return this.next() < of
  }

  request(): Hostile {
    const { route, upload } = this.one(
      declared.filter(({ route }) => !/ \/sign-out$|DELETE \/api\/session$/.test(route)),
    )
    const [method, path] = route.split(' ') as [Hostile['method'], string] // as listDeclared writes them
    const headers: Record<string, string> = {}
    if (this.chance(0.02)) headers['x-long'] = 'x'.repeat(this.chance(0.5) ? 4000 : 12_000)
    if (this.chance(0.05)) headers['accept-language'] = String(this.one(['*', 'en;q=2', 'zh,'.repeat(500), '\u00e9']))
    if (this.chance(0.05)) headers['idempotency-key'] = this.one(['', 'x', 'x'.repeat(300), 'a b', '\u00e9'])
    if (this.chance(0.03)) headers.accept = this.one(['application/json', '*/*;q=x', 'image/png', ''])
    const url =
      this.address(path) +
      (this.chance(0.3) ? `?${this.one(QUERIES)}${this.chance(0.3) ? `&${this.one(QUERIES)}` : ''}` : '')
    if (method === 'GET') return { method, url, headers }
    const asJson = path.startsWith('/api') ? this.chance(0.9) : this.chance(0.2)
    headers['content-type'] = this.chance(0.03)
      ? this.one(['text/plain', 'application/json; charset=utf-7', 'multipart/form-data', 'application/xml', 'x'])
      : asJson
        ? 'application/json'
        : upload && this.chance(0.5)
          ? 'multipart/form-data; boundary=b'
          : 'application/x-www-form-urlencoded'
    return { method, url, headers, body: this.body(method, path, headers['content-type']) }
  }

  private address(path: string): string {
    const schema = document.components as { schemas: Json } // it is our own document
    const actions = Object.keys(schema.schemas).flatMap((name) => /^(\w+)Input$/.exec(name)?.[1] ?? [])
    return path.replace(/:(\w+)/g, (_, name: string) => {
      if (this.chance(0.25)) return this.one(IDS)
      if (name === 'action') return this.one(actions)
      if (name === 'section') return this.one(['talent', 'engagement', 'channels', 'x'])
      if (name === 'kind') return this.one(['timeLimits', 'points', 'documents', 'letterTemplates', 'x'])
      if (name === 'code' || name === 'token') return this.one(['7K3M9QXT2BVH8RW44', 'x'.repeat(43), '0'])
      return String(this.one(this.ids))
    })
  }

  private body(method: string, path: string, type: string): string {
    if (type.startsWith('multipart')) return this.parts()
    if (type.startsWith('application/x-www-form-urlencoded')) return this.form(path)
    if (this.chance(0.15)) return this.one(BODIES)
    const value = this.fill(this.schemaOf(method, path), 0)
    const text = JSON.stringify(value) ?? 'null'
    if (this.chance(0.02)) return text.slice(0, Math.floor(this.next() * text.length))
    if (this.chance(0.01)) return `{"version":1,"input":${'['.repeat(3000)}${']'.repeat(3000)}}`
    if (this.chance(0.004)) return `{"version":1,"input":{"items":[${Array(100_000).fill('1').join()}]}}`
    return text
  }

  private schemaOf(method: string, path: string): unknown {
    const paths = document.paths as Record<string, Json>
    const operation = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    const body =
      isJson(operation) && isJson(operation.requestBody) && isJson(operation.requestBody.content)
        ? operation.requestBody.content
        : {}
    const media = body['application/json']
    return isJson(media) ? media.schema : { type: 'object' }
  }

  /** A value of a schema, with one in six places something else. */
  private fill(given: unknown, depth: number): unknown {
    if (this.chance(0.16)) return this.one(STRANGE)
    const schema = isJson(given) && typeof given.$ref === 'string' ? resolve(document, given.$ref) : given
    if (!isJson(schema) || depth > 8) return this.one(STRANGE)
    for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
      const list = schema[key]
      if (Array.isArray(list)) return this.fill(this.one(list), depth + 1)
    }
    if (Array.isArray(schema.enum)) return this.one(schema.enum)
    const type = Array.isArray(schema.type) ? this.one(schema.type) : schema.type
    if (type === 'array')
      return Array.from({ length: this.one([0, 1, 2, 3]) }, () => this.fill(schema.items, depth + 1))
    if (type === 'integer' || type === 'number') return this.one([0, 1, 2, 7, -1, 2 ** 31, 1e15, 0.1])
    if (type === 'boolean') return this.chance(0.5)
    if (type === 'string') return this.one(['x', '2026-11-24', '2026-01', 'Rossi', '中文', '1', 'contract', ''])
    const object: Json = {}
    for (const [name, inner] of Object.entries(isJson(schema.properties) ? schema.properties : {}))
      if (this.chance(0.6)) object[name] = this.fill(inner, depth + 1)
    if (this.chance(0.1))
      Object.defineProperty(object, this.one(KEYS), { value: this.one(STRANGE), enumerable: true, configurable: true })
    return object
  }

  private form(path: string): string {
    if (this.chance(0.2)) return this.one(FORMS)
    const names: string[] = []
    const walk = (given: unknown, at: string, depth: number): void => {
      const schema = isJson(given) && typeof given.$ref === 'string' ? resolve(document, given.$ref) : given
      if (!isJson(schema) || depth > 4) return
      if (isJson(schema.properties))
        for (const [name, inner] of Object.entries(schema.properties))
          walk(inner, at ? `${at}.${name}` : name, depth + 1)
      else if (schema.type === 'array')
        walk(schema.items, `${at}.${this.one(['0', '1', '-1', '99999999', 'x'])}`, depth + 1)
      else names.push(at)
    }
    const schemas = (document.components as { schemas: Json }).schemas
    walk(path.includes('actions') ? this.one(Object.values(schemas)) : schemas.Application, '', 0)
    const fields: [string, string][] = []
    for (const name of [
      ...names,
      'kind',
      'reason',
      '_version',
      '_request',
      '_add',
      '_remove',
      'go',
      'to',
      'effectiveFrom',
      'body.label.zh',
    ])
      if (this.chance(0.3)) {
        const value = this.chance(0.5)
          ? textOf(this.one(STRANGE))
          : this.one(['1', 'x', 'true', '2026-11-24', 'contract'])
        fields.push([this.chance(0.03) ? `${name}[]` : name, value])
        if (this.chance(0.05)) fields.push([name, 'twice'])
      }
    return new URLSearchParams(fields).toString()
  }

  private parts(): string {
    const field = (name: string, value: string, file?: string) =>
      `--b\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n\r\n${value}\r\n`
    const name = this.one(['x.pdf', '../../x.pdf', 'x'.repeat(300), 'x.pdf\0.exe', '"; name="y', 'con', '中文.jpg', ''])
    const content = this.one([
      '%PDF-1.7',
      '',
      'GIF89a',
      '<html>',
      '\x89PNG\r\n\x1a\n',
      'PK\x05\x06',
      'x'.repeat(50_000),
    ])
    const all = [
      field('kind', this.one(['contract', 'photo', '', '__proto__', 'x'.repeat(3000)])),
      field(this.one(['file', 'licence', '__proto__', '']), content, name),
    ]
    if (this.chance(0.3)) all.push(field('issuedOn', textOf(this.one(STRANGE))))
    return `${this.chance(0.1) ? all.reverse().join('') : all.join('')}${this.chance(0.9) ? '--b--\r\n' : ''}`
  }
}
