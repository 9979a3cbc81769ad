/** Where the settings of the demonstration's permit authority lie; tools/seed/permitSystem.ts writes them. */
import { join } from 'node:path'

export const demonstrationFile = ({ dataDir }: { readonly dataDir: string }): string =>
  join(dataDir, 'permit-authority.json')
