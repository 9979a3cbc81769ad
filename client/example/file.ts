/**
 * Files an application: the answers of FOLDER/answers.json and the documents that FOLDER/documents.json lists. Run again
 * after an interruption it goes on, since every request has a name of its own (`Idempotency-Key`).
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type components, connect, done, form, HaijianError } from 'haijian-client'

const { HAIJIAN_URL: url = 'http://localhost:8080', HAIJIAN_KEY: key = '', FOLDER: folder = '.' } = process.env
const api = connect({ url, key })
const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'))

interface Paper {
  readonly kind: string
  readonly file: string
  readonly issuedOn?: string
}

try {
  const answers: components['schemas']['Application'] = await read('answers.json')
  const named = (name: string) => ({ 'Idempotency-Key': encodeURIComponent(`${folder}/${name}`) })
  const { id } = await done(api.POST('/api/cases', { params: { header: named('start') }, body: { answers } }))
  console.log(`draft ${id}`)
  for (const { kind, file, issuedOn } of (await read('documents.json')) as Paper[]) {
    const blob = new File([await readFile(join(folder, file))], file)
    const params = { path: { id }, header: named(`document ${file}`) }
    const body = { kind, ...(issuedOn && { issuedOn }), file: blob }
    await done(api.POST('/api/cases/{id}/documents', { params, body, bodySerializer: form }))
    console.log(`attached ${file}`)
  }
  const { blocks } = await done(api.GET('/api/cases/{id}/check', { params: { path: { id } } }))
  for (const { code, path, message } of blocks) console.log(`missing: ${code} ${path} ${message.en}`)
  const { version } = await done(api.GET('/api/cases/{id}', { params: { path: { id } } }))
  const outcome = await done(
    api.POST('/api/cases/{id}/actions/{action}', {
      params: { path: { id, action: 'submit' }, header: named('submit') },
      body: { version, input: { declaration: true } },
    }),
  )
  console.log(`filed ${id}: ${outcome.stateLabel.en}`)
} catch (error) {
  if (!(error instanceof HaijianError)) throw error
  const { error: code, problems = [], because = [] } = error.problem ?? {}
  console.error(`${error.status} ${code}: ${error.message}`)
  for (const one of problems) console.error(`  ${one.code} ${one.path}: ${one.message.en}`)
  for (const one of because) console.error(`  ${one.code} ${one.path ?? ''}: ${one.en}`)
  process.exitCode = 1
}
