/** The two answers that are no page: go there now, and here is a file. */
import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { attachmentHeader } from '../../cases/files/names.js'

/** After something was done: to a page that can be loaded again (303). The address is one of ours. */
export const seeOther = (reply: FastifyReply, address: string): FastifyReply =>
  reply.status(303).header('location', address).send('')

/** A page of a paper as a picture of our own making, for the page that shows it. */
export const sendPicture = (reply: FastifyReply, content: Readable): FastifyReply =>
  reply
    .header('content-type', 'image/webp')
    .header('content-disposition', 'inline')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .send(content)

/** A file as an attachment that can do nothing in a browser, and that nobody keeps on the way. */
export const sendFile = (
  reply: FastifyReply,
  { mime, name }: { mime: string; name: string },
  content: Readable | Buffer,
): FastifyReply =>
  reply
    .header('content-type', mime)
    .header('content-disposition', attachmentHeader(name))
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'no-store')
    .send(content)
