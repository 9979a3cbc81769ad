/**
 * `npm run client` makes what programs go by, from the sources: the types of the client (the schema of client/) and the list of
 * codes (lists/codes.json, docs/codes.md). With `--check` it only says what is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import { memberOf } from '../src/forms/engine/node.js'
import { projectFolder } from '../src/settings.js'
import { openApi } from '../src/web/api/openapi.js'
import { LauncherError } from './binaries.js'
import { codesPage, listCodes } from './codes.js'
import { isMain, runCommand, tell } from './command.js'

/** The types as they should be. A file in a form is a Blob. */
async function clientTypes(): Promise<string> {
  const blob = ts.factory.createTypeReferenceNode('Blob')
  // types say what may be sent; the examples stand in the description alone
  const document = JSON.stringify(openApi('https://haijian.example', '2026-12-01'), (name, value) =>
    name === 'example' || name === 'examples' ? undefined : value,
  )
  const nodes = await openapiTS(document, {
    transform: (schema) => (memberOf(schema, 'contentMediaType') === 'application/octet-stream' ? blob : undefined),
  })
  return `/** Made from the description of the API by \`npm run client\`. */\n\n${astToString(nodes)}`
}

/** Every file, as it should be. */
async function wanted(): Promise<Map<string, string>> {
  const codes = listCodes()
  return new Map([
    ['client/schema.d.ts', await clientTypes()],
    ['lists/codes.json', `${JSON.stringify(codes, null, 1)}\n`],
    ['docs/codes.md', codesPage(codes)],
  ])
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const stale = [...(await wanted())].filter(([file, text]) => {
      const place = join(projectFolder, file)
      return !existsSync(place) || readFileSync(place, 'utf8') !== text
    })
    const names = stale.map(([file]) => file).join(', ')
    if (stale.length === 0) return tell({ zh: '客户端和代码表为最新。', en: 'Client and codes are up to date.' })
    if (process.argv.includes('--check'))
      throw new LauncherError(`以下文件已过时，请运行 npm run client：${names}`, `Stale, run npm run client: ${names}`)
    for (const [file, text] of stale) writeFileSync(join(projectFolder, file), text)
    tell({ zh: `已更新：${names}`, en: `Updated: ${names}` })
  })
