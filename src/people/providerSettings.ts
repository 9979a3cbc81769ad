/** The identity provider of the settings. */
import type { OutgoingSettings } from '../base/outgoing.js'
import type { Bilingual } from '../base/text.js'

/** Which provider there is; none without an issuer. */
export class ProviderSettings {
  constructor(
    readonly issuer: string | null,
    readonly clientId: string,
    readonly clientSecret: string | null,
    readonly acr: string | null,
    /** What stands on the button; null without a provider. */
    readonly name: Bilingual | null,
    readonly publicUrl: string,
    readonly outgoing: OutgoingSettings,
  ) {}

  /** Made from the settings of the process. */
  static of(
    config: OutgoingSettings & {
      readonly oidcIssuer: string | null
      readonly oidcClientId: string | null
      readonly oidcClientSecret: string | null
      readonly oidcAcr: string | null
      readonly oidcName: string
      readonly publicUrl: string
    },
  ): ProviderSettings {
    const [zh = '', en = zh] = config.oidcName.split('|').map((part) => part.trim())
    const name = config.oidcIssuer === null ? null : { zh, en }
    const { oidcIssuer, oidcClientId, oidcClientSecret, oidcAcr, publicUrl } = config
    return new ProviderSettings(oidcIssuer, oidcClientId ?? '', oidcClientSecret, oidcAcr, name, publicUrl, config)
  }
}
