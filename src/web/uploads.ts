/** Reads a multipart form: its fields, its token, and its file straight into the store. The only place that reads multipart, so no upload passes without a token. */

import type {} from '@fastify/multipart'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../base/clock.js'
import { Invalid } from '../base/errors.js'
import { FileReceiver, type ReceivedFile } from '../cases/files/receive.js'
import { documentSchema } from '../criteria/documents.js'
import { Reference } from '../reference/reference.service.js'
import { Access } from './access.js'

export interface UploadedForm {
  /** The text fields that came before the last file; the form puts them first. */
  readonly fields: Readonly<Record<string, string>>
  /** The files by the name of their field; a field left empty is not there. */
  readonly files: Readonly<Record<string, ReceivedFile>>
}

@Injectable()
export class Uploads {
  constructor(
    private readonly access: Access,
    private readonly receiver: FileReceiver,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads the form. `kindOf` says what kind of paper a file is, from the fields that came before it. Throws Forbidden (token), Invalid (a file that is dangerous,
   * unreadable or too large).
   */
  async read(
    request: FastifyRequest,
    kindOf: (field: string, fields: Readonly<Record<string, string>>) => string,
  ): Promise<UploadedForm> {
    if (!request.isMultipart()) throw new Invalid([notMultipart])
    const fields: Record<string, string> = Object.create(null)
    const files: Record<string, ReceivedFile> = Object.create(null)
    let trusted = request.headers['x-csrf-token'] !== undefined || request.sessionToken === undefined
    if (request.headers['x-csrf-token'] !== undefined && request.sessionToken)
      this.access.checkToken(request, request.headers['x-csrf-token'])
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        fields[part.fieldname] = String(part.value)
        continue
      }
      if (!trusted) this.access.checkToken(request, fields._csrf)
      trusted = true
      if (part.filename === '') {
        part.file.resume()
        continue
      }
      const kind = kindOf(part.fieldname, fields)
      files[part.fieldname] = await this.receiver.receive(part, kind, await this.fitRules(kind))
    }
    if (!trusted) this.access.checkToken(request, fields._csrf)
    return { fields, files }
  }

  /** What the rules in force ask of a file of this kind; null when they ask nothing. */
  private async fitRules(kind: string) {
    const rules = await this.reference.all('documents', this.clock.today(), documentSchema)
    return rules.get(kind)?.image ?? null
  }
}

const notMultipart = {
  code: 'notMultipart',
  path: 'file',
  message: {
    zh: '请用上传表单发送文件（multipart/form-data）。',
    en: 'Send the file as an upload form (multipart/form-data).',
  },
}
