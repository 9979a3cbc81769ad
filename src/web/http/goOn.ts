/** What somebody had typed before they signed in, and where it goes. */
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { ownPath } from './access.js'
import { type Answer, page } from './answers.js'
import { fieldsOf, type LateForm, PROOF_FIELDS, type SentField, sentFields } from './input.js'

/** What problems.ts has kept of a form (`writeKept`). Anything strange is as if nothing had been kept. */
export function readKept(body: unknown, name = 'kept'): LateForm | undefined {
  const kept = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined
  if (typeof kept !== 'string') return undefined
  try {
    const { to, fields, upload, files } = JSON.parse(kept) as Record<string, unknown> // read member by member below
    if (typeof to !== 'string' || ownPath(to) !== to || !Array.isArray(fields)) return undefined
    return { to, fields: fieldsOf(fields), upload: upload === true || undefined, files: files === true || undefined }
  } catch {
    return undefined
  }
}

/** The same as text, to be carried through one more page. */
export const writeKept = ({ fields, ...rest }: LateForm): string =>
  JSON.stringify({ ...rest, fields: fields.map(({ name, value }) => [name, value]) })

/** Of all fields together; a form of more is not kept. */
const MOST_TYPED = 500_000
const LIMITS = { fields: 500, files: 60 }

export type Parts = ReturnType<FastifyRequest['parts']>

/** What was typed into a form that came too late; undefined when there is nothing to be kept. */
export async function lateForm(request: FastifyRequest): Promise<LateForm | undefined> {
  const fields = sentFields(request)
  if (fields) return { to: request.url, fields }
  return request.isMultipart() ? lateUpload(request, request.parts({ limits: LIMITS })) : undefined
}

/** The same of a form that is no upload, without its proof. */
export function ownForm(request: FastifyRequest): LateForm | undefined {
  const fields = sentFields(request, PROOF_FIELDS)
  return fields && { to: request.url, fields }
}

/**
 * The rest of an upload form: its fields, after the `fields` and `file` that came before; its files run out unread. Of
 * what was sent with files nothing is done before they are chosen again (Uploads.gather).
 */
export async function lateUpload(
  request: FastifyRequest,
  parts: Parts,
  { fields = {}, file }: { fields?: Readonly<Record<string, string>>; file?: MultipartFile | undefined } = {},
): Promise<LateForm | undefined> {
  const sent = fieldsOf(Object.entries(fields))
  let files = Boolean(file?.filename)
  file?.file.resume()
  try {
    for await (const part of parts) {
      if (part.type === 'file') {
        files ||= part.filename !== ''
        part.file.resume()
      } else sent.push({ name: part.fieldname, value: String(part.value) })
      if (sent.reduce((sum, { name, value }) => sum + name.length + value.length, 0) > MOST_TYPED) throw TOO_MUCH
    }
  } catch (error) {
    request.raw.unpipe()
    request.raw.resume() // the browser reads the answer when all is sent
    if (error === TOO_MUCH) return undefined
    files = true // one that is cut off or too large; the fields come before
  }
  return late(request, sent, files)
}

function late({ url, keeps }: FastifyRequest, sent: readonly SentField[], files: boolean): LateForm | undefined {
  const not = ['_csrf', AGAIN, ...(files ? ['_then', ...PROOF_FIELDS] : [])]
  const fields = sent.filter(({ name }) => !not.includes(name))
  if (files) fields.push({ name: keeps ? '_keep' : AGAIN, value: 'yes' })
  return { to: url, fields, upload: !(keeps && files), files }
}

/** Signed in again: what was typed goes on with one press. */
export const goOnPage = (late: LateForm, status = 200): Answer => page('go-on', { ...late, title: goOn }, { status })
const goOn = { zh: '继续提交', en: 'Continue' }

/** The field of an upload form whose files did not arrive. */
export const AGAIN = '_again'
const TOO_MUCH = new Error('more than is kept')
