/**
 * The mark of a case's state (`ETag`) and what comes back of it (`If-Match`, RFC 9110 section 13.1.1): the
 * version of the case, by which actions go, and that of its answers, by which saving goes.
 */
import type { FastifyRequest } from 'fastify'
import { asProblem, Invalid } from '../../base/errors.js'

interface Mark {
  readonly version: number
  readonly answersVersion: number
}

export const writeMark = ({ version, answersVersion }: Mark): string => `"${version}.${answersVersion}"`

/**
 * What `If-Match` says; undefined without it, or where anything will do (`*`). Throws Invalid when it is no mark of
 * a case.
 */
export function readMark({ headers }: FastifyRequest): Mark | undefined {
  const given = headers['if-match']
  if (given === undefined || given === '*') return undefined
  const [, version, answersVersion] = /^"(\d{1,9})\.(\d{1,9})"$/.exec(given) ?? []
  if (version === undefined || answersVersion === undefined) throw new Invalid([noMark])
  return { version: Number(version), answersVersion: Number(answersVersion) }
}

/** By what an answer says that its request had been done before. */
export const REPLAYED = 'idempotent-replayed'

const noMark = asProblem(
  'noMark',
  'If-Match',
  'If-Match 应为读取案件时答复中的 ETag。',
  'If-Match must be the ETag that came with the case.',
)
