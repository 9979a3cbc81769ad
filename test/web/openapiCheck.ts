/** Whether a document is an OpenAPI 3.1 description whose parts hold together, and whether an answer is what a schema of it says. */

type Json = Record<string, unknown>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** What a `$ref` of the document leads to; undefined when it leads nowhere. */
export function resolve(document: Json, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined
  return ref
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, part) => (isJson(at) && Object.hasOwn(at, part) ? at[part] : undefined), document)
}

/** Every fault of the document, by its place. */
export function faultsOf(document: Json): string[] {
  const faults: string[] = []
  const fail = (at: string, what: string) => faults.push(`${at}: ${what}`)

  function schema(value: unknown, at: string): void {
    if (typeof value === 'boolean') return
    if (!isJson(value)) return void fail(at, 'no schema')
    const { $ref, type, properties, required, items, additionalProperties, propertyNames, format, pattern } = value
    if ($ref !== undefined && (typeof $ref !== 'string' || !isJson(resolve(document, $ref))))
      fail(at, `${$ref} leads nowhere`)
    for (const one of type === undefined ? [] : [type].flat())
      if (!TYPES.includes(String(one))) fail(at, `no type ${one}`)
    if (properties !== undefined && !isJson(properties)) fail(at, 'properties are no object')
    const names = isJson(properties) ? Object.keys(properties) : []
    if (required !== undefined) {
      if (!Array.isArray(required) || new Set(required).size !== required.length) fail(at, 'required is no set')
      else for (const name of required) if (!names.includes(String(name))) fail(at, `required ${name} is no property`)
    }
    if (isJson(properties)) for (const [name, one] of Object.entries(properties)) schema(one, `${at}.${name}`)
    for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
      const list = value[key]
      if (list === undefined) continue
      if (!Array.isArray(list) || list.length === 0) fail(at, `${key} is empty`)
      else for (const [index, one] of list.entries()) schema(one, `${at}.${key}.${index}`)
    }
    const choices = value.enum
    if (
      choices !== undefined &&
      (!Array.isArray(choices) || choices.length === 0 || new Set(choices).size !== choices.length)
    )
      fail(at, 'enum is no set')
    if (items !== undefined) schema(items, `${at}[]`)
    if (additionalProperties !== undefined) schema(additionalProperties, `${at}.*`)
    if (propertyNames !== undefined) schema(propertyNames, `${at}.(names)`)
    if (format !== undefined && typeof format !== 'string') fail(at, 'format is no text')
    if (pattern !== undefined) {
      try {
        new RegExp(String(pattern), 'u')
      } catch {
        fail(at, `${pattern} is no pattern`)
      }
    }
  }

  function content(value: unknown, at: string): void {
    if (!isJson(value) || Object.keys(value).length === 0) return void fail(at, 'no content')
    for (const [type, media] of Object.entries(value)) {
      if (!/^[\w.+-]+\/[\w.+-]+$/.test(type)) fail(at, `no media type ${type}`)
      schema(isJson(media) ? media.schema : undefined, `${at} ${type}`)
    }
  }

  function operation(path: string, method: string, value: unknown): void {
    const at = `${method} ${path}`
    if (!METHODS.includes(method)) fail(at, 'no method')
    if (!isJson(value)) return void fail(at, 'no operation')
    const { summary, parameters = [], requestBody, responses, security } = value
    if (typeof summary !== 'string' || summary.length < 3) fail(at, 'no summary')
    if (!Array.isArray(parameters)) return void fail(at, 'parameters are no list')
    const seen = new Set<string>()
    for (const parameter of parameters) {
      if (!isJson(parameter)) return void fail(at, 'a parameter is no object')
      const { name, in: place, required } = parameter
      if (!['path', 'query', 'header', 'cookie'].includes(String(place))) fail(at, `parameter ${name} is nowhere`)
      if (place === 'path' && required !== true) fail(at, `path parameter ${name} is not required`)
      if (seen.has(`${place} ${name}`)) fail(at, `parameter ${name} twice`)
      seen.add(`${place} ${name}`)
      schema(parameter.schema, `${at} ${name}`)
    }
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`)
    for (const name of inPath) if (!seen.has(name)) fail(at, `${name} is not declared`)
    for (const name of seen)
      if (name.startsWith('path ') && !inPath.includes(name)) fail(at, `${name} is not in the path`)
    if (requestBody !== undefined) content(isJson(requestBody) ? requestBody.content : undefined, `${at} body`)
    if (!isJson(responses) || !Object.keys(responses).some((status) => /^2\d\d$/.test(status)))
      return void fail(at, 'no answer when all goes well')
    for (const [status, response] of Object.entries(responses)) {
      if (!/^[2-5]\d\d$/.test(status)) fail(at, `no status ${status}`)
      if (!isJson(response) || typeof response.description !== 'string') fail(at, `${status} is not described`)
      else if (response.content !== undefined) content(response.content, `${at} ${status}`)
    }
    for (const one of Array.isArray(security) ? security : []) named(one, at)
  }

  function named(requirement: unknown, at: string): void {
    for (const name of isJson(requirement) ? Object.keys(requirement) : [])
      if (!isJson(resolve(document, `#/components/securitySchemes/${name}`))) fail(at, `no security scheme ${name}`)
  }

  const { openapi, info, paths, components, servers, security } = document
  if (!/^3\.1\.\d+$/.test(String(openapi))) fail('openapi', 'no version 3.1')
  if (!isJson(info) || typeof info.title !== 'string' || typeof info.version !== 'string')
    fail('info', 'no title or version')
  for (const server of Array.isArray(servers) ? servers : [])
    if (!isJson(server) || !URL.canParse(String(server.url))) fail('servers', 'no address')
  for (const requirement of Array.isArray(security) ? security : []) named(requirement, 'security')
  for (const [path, item] of Object.entries(isJson(paths) ? paths : {})) {
    if (!path.startsWith('/')) fail(path, 'does not begin with /')
    for (const [method, value] of Object.entries(isJson(item) ? item : {})) operation(path, method, value)
  }
  const schemas = isJson(components) && isJson(components.schemas) ? components.schemas : {}
  for (const [name, value] of Object.entries(schemas)) {
    if (!/^[\w.-]+$/.test(name)) fail(name, 'is no name of a schema')
    schema(value, name)
  }
  return faults
}

const typeOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** Where an answer is not what its schema says; what is required must be there. */
export function strangeIn(document: Json, schema: unknown, value: unknown, at = ''): string[] {
  if (!isJson(schema)) return []
  if (typeof schema.$ref === 'string') return strangeIn(document, resolve(document, schema.$ref), value, at)
  const types = schema.type === undefined ? [] : [schema.type].flat()
  const own = typeOf(value)
  if (types.length > 0 && !types.includes(own) && !(own === 'integer' && types.includes('number')))
    return [`${at}: ${own}, not ${types.join(' or ')}`]
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    return [`${at}: ${JSON.stringify(value)} is none of the choices`]
  if (Array.isArray(value))
    return value.flatMap((one, index) => strangeIn(document, schema.items, one, `${at}.${index}`))
  if (!isJson(value) || !isJson(schema.properties)) return []
  const missing = [schema.required ?? []].flat().filter((name) => !Object.hasOwn(value, String(name)))
  return [
    ...missing.map((name) => `${at}.${name}: is not there`),
    ...Object.entries(schema.properties).flatMap(([name, inner]) =>
      Object.hasOwn(value, name) ? strangeIn(document, inner, value[name], `${at}.${name}`) : [],
    ),
  ]
}

/** What an answer has that its operation does not declare, so that no field slips out unseen; where a schema says only `object`, everything is declared. */
export function undeclaredIn(document: Json, route: string, value: unknown): string[] {
  const [method = '', path = ''] = route.split(' ')
  const item = isJson(document.paths) ? document.paths[path.replace(/:(\w+)/g, '{$1}')] : undefined
  const operation = isJson(item) ? item[method.toLowerCase()] : undefined
  const responses = isJson(operation) && isJson(operation.responses) ? operation.responses : {}
  const response = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  const content = isJson(response) && isJson(response.content) ? response.content['application/json'] : undefined
  if (!isJson(content)) return [`${route}: no schema`]
  return surplusIn(document, content.schema, value, '')
}

export function surplusIn(document: Json, schema: unknown, value: unknown, at: string): string[] {
  if (!isJson(schema)) return []
  if (typeof schema.$ref === 'string') return surplusIn(document, resolve(document, schema.$ref), value, at)
  if (Array.isArray(value))
    return [...new Set(value.flatMap((one) => surplusIn(document, schema.items, one, `${at}[]`)))]
  if (!isJson(value) || !isJson(schema.properties) || schema.additionalProperties !== undefined) return []
  const { properties } = schema
  return Object.entries(value).flatMap(([name, inner]) =>
    Object.hasOwn(properties, name) ? surplusIn(document, properties[name], inner, `${at}.${name}`) : [`${at}.${name}`],
  )
}
