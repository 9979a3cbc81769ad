/**
 * Opens the way out for mail that the settings name; without one a demonstration gets a mailbox,
 * and in production mails wait.
 */
import { readFile } from 'node:fs/promises'
import { Outgoing, type OutgoingSettings } from '../base/outgoing.js'
import { Mailbox } from '../people/mailbox.js'
import { MailboxFolder, NoMailTransport, type MailTransport, SmtpTransport } from './mailTransport.js'

export interface MailSettings extends OutgoingSettings {
  readonly smtpUrl: string | null
  readonly smtpCertificate: string | null
  readonly mailFrom: string | null
  readonly mailReturns: string | null
  readonly dataDir: string
}

/** Throws in plain words when the certificate's file cannot be read. */
export async function openMailTransport(settings: MailSettings): Promise<MailTransport> {
  const { smtpUrl, smtpCertificate, mailFrom, mailReturns, production } = settings
  if (smtpUrl === null || mailFrom === null)
    return production ? new NoMailTransport() : new MailboxFolder(Mailbox.of(settings))
  const ca =
    smtpCertificate === null
      ? undefined
      : await readFile(smtpCertificate, 'utf8').catch(() => {
          throw new Error('SMTP_CERTIFICATE 所指的文件无法读取。\nThe file that SMTP_CERTIFICATE names cannot be read.')
        })
  return new SmtpTransport({ url: smtpUrl, from: mailFrom, returns: mailReturns, ca, outgoing: new Outgoing(settings) })
}
