/** The list of settings as people read it: the table of docs/settings.md, and .env.example. */
import { SETTINGS } from '../src/settings.js'

/** Every setting as a row of a Markdown table, in the order of the list. */
export function settingsTable(): string {
  const rows = Object.values(SETTINGS).map(({ name, fallback, meaning, shown, kind }) => {
    const standard = shown?.en ?? (kind.hidden && fallback ? 'a fixed one' : (fallback ?? '–'))
    return `| \`${name}\` | ${standard} | ${meaning.zh} | ${meaning.en} |`
  })
  return ['| Setting | Default | 含义 | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

const HEAD = `# 设置 Settings. Made from src/settings.ts by npm run docs.
# Copy it to .env, uncomment what differs, and start with: set -a; . ./.env; set +a; npm start
# A line shows the default, or nothing where there is none. docs/settings.md has what production needs.
`

/** A file of environment variables with every setting commented out: its meaning, its default. */
export function environmentExample(): string {
  const parts = Object.values(SETTINGS).map(({ name, fallback, meaning, shown, kind }) => {
    const otherwise = shown && `# 默认 default: ${shown.zh === shown.en ? shown.en : `${shown.zh} / ${shown.en}`}`
    const value = kind.hidden ? '' : (fallback ?? '')
    const quoted = /[^\w./:-]/.test(value) ? `'${value}'` : value
    return [`# ${meaning.zh}`, `# ${meaning.en}`, ...(otherwise ? [otherwise] : []), `#${name}=${quoted}`].join('\n')
  })
  return `${[HEAD, ...parts].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`
}
