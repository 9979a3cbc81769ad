/** A PEM text in its certificates, as Node reads them: all that what signs and what checks have in common. */
import { X509Certificate } from 'node:crypto'

/** The certificates of a PEM text in their order; private keys and comments in it are passed over. */
export function splitPem(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  return blocks.map((block) => new X509Certificate(block))
}
