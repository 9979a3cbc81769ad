/** Which questions were asked, kept with every case: it follows from the form's declaration. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { APPLICATION } from '../forms/application.js'
import { jsonSchema } from '../forms/engine/schema.js'

/**
 * Which questions a form asks and how: twelve characters that are others as soon as a question is
 * added, changed, moved or taken away.
 */
export const versionOf = (form: z.ZodObject): string =>
  createHash('sha256')
    .update(JSON.stringify(jsonSchema(form)))
    .digest('hex')
    .slice(0, 12)

export const FORM_VERSION = versionOf(APPLICATION)
