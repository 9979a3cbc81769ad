/** The order of the folders, and what only one place may do. Whoever breaks a rule reads here where, by file and line. */
import 'reflect-metadata'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { builtinModules, isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { getMetadataArgsStorage } from 'typeorm'
import ts from 'typescript'
import { path } from '../src/base/path.js'
import { classesOf } from '../src/dataMap.js'
import { ENTITIES } from '../src/entities.js'
import { APPLICATION } from '../src/forms/application.js'
import { getNode } from '../src/forms/engine/node.js'
import { projectFolder } from '../src/settings.js'
import { classifiedQuestions } from '../tools/dataMap.js'
import { cyclesIn, decidesByText, functionOf, isEnvironment, isNow, loneName, writesState } from './habits.js'
import {
  COMPUTED,
  isExplained,
  listFiles,
  nodesOf,
  packageOf,
  parseSource,
  placeOf,
  readSource,
  type Source,
  stringOf,
} from '../tools/sources.js'
import { fc } from './properties.js'

/** A folder imports from itself and from those to its left; worker and web stand side by side and never import each other. */
const ORDER = [
  ...'base jobs people forms/engine reference forms workflow criteria cases letters exchange'.split(' '),
  'worker web',
].map((rank) => rank.split(' '))
/** Inside web: what all pages share. Whatever is not named here is an audience. */
const WEB_ORDER = ['kit', 'http', 'case']
const PURE = ['forms/engine', 'forms', 'workflow', 'criteria']
/** Packages that judge and describe, and touch nothing outside: all that the pure folders may import. */
const PURE_PACKAGES = ['zod', 'xstate', 'i18n-iso-countries']

const read = (folder: string): Source[] =>
  listFiles(projectFolder, folder, /\.ts$/).map((path) => readSource(projectFolder, path))
const src = read('src')
const code = src.filter(({ path }) => !path.endsWith('.d.ts'))
const others = ['migrations', 'tools', 'bench'].filter((name) => existsSync(join(projectFolder, name))).flatMap(read)
const byPath = new Map(src.map((source) => [source.path, source]))

/** 'cases' for src/cases/files/store.ts, '' for what stands directly in src; a folder within one that has a rank of its own is itself. */
const folderOf = (path: string): string => {
  const [outer = '', ...within] = path.split('/').slice(1, -1)
  const own = `${outer}/${within[0]}`
  return rankOf(own) < 0 ? outer : own
}
const rankOf = (folder: string): number => ORDER.findIndex((rank) => rank.includes(folder))
const edges = code.flatMap((source) => source.imports.map((given) => ({ source, ...given })))
/** What the templates read, made as types and standing beside them. */
const VIEWS = 'templates/views.ts'
const inner = edges.flatMap(({ file, ...edge }) => (file && file !== VIEWS ? [{ ...edge, file }] : []))
const outer = edges.filter(({ file }) => !file)
const say = ({ source, from }: { source: Source; from: string }) => `${source.path} imports ${from}`

/** Where something is found in the sources, as file:line. */
const findAll = (sources: readonly Source[], isWanted: (node: ts.Node, source: Source) => boolean): string[] =>
  sources.flatMap((source) =>
    nodesOf(source.tree)
      .filter((node) => isWanted(node, source))
      .map((node) => placeOf(source, node)),
  )
const inFolders = (...folders: string[]) => code.filter(({ path }) => folders.includes(folderOf(path)))
const outside = (...paths: string[]) => code.filter(({ path }) => !paths.includes(path))

describe('what is kept of whom', () => {
  const { tables, columns } = getMetadataArgsStorage()
  const columnsOf = (entity: unknown) =>
    columns
      .filter(({ target }) => target === entity)
      .map(({ options, propertyName }) => options.name ?? propertyName.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`))

  test.each(ENTITIES.map((entity) => [tables.find(({ target }) => target === entity)?.name ?? '', entity] as const))(
    'every column of %s has its class in src/dataMap.ts, and no class is of a column that is not there',
    (name, entity) => {
      expect([...classesOf(name).keys()].sort()).toEqual(columnsOf(entity).sort())
    },
  )

  test('so has every question of the application, in its form (`data`)', () => {
    const without = classifiedQuestions(getNode(APPLICATION)).filter(([, found]) => found === undefined)
    expect(without).toEqual([])
  })
})

describe('who imports whom', () => {
  test('every folder of src has its place in the order', () => {
    const folders = new Set(src.map(({ path }) => folderOf(path)))
    expect([...folders].filter((folder) => folder !== '' && rankOf(folder) < 0)).toEqual([])
    expect(src.length).toBeGreaterThan(80)
    expect(inner.length).toBeGreaterThan(300)
  })

  test('every relative import names a file of src, with .js; none but the templates is computed', () => {
    const astray = inner.filter(({ file, from }) => !byPath.has(file) || !from.endsWith('.js'))
    const computed = outer.filter(({ from }) => from === COMPUTED)
    // but what the build has made of the templates (tools/templates.ts)
    expect([...astray, ...computed].map(say)).toEqual(['src/web/http/http.module.ts imports (computed)'])
  })

  test('outside src only the types of the templates are read, by the list of parts alone', () => {
    const readers = edges.filter(({ file }) => file === VIEWS).map(({ source, typeOnly }) => [source.path, typeOnly])
    expect(readers).toEqual([['src/web/kit/parts.ts', true]])
  })

  test('imports go from right to left only', () => {
    const wrong = inner.filter(({ source, file }) => {
      const [here, there] = [folderOf(source.path), folderOf(file)]
      if (here === '' || there === '' || here === there) return false
      return rankOf(there) >= rankOf(here)
    })
    expect(wrong.map(say)).toEqual([])
  })

  test('inside web: kit, then http, then case, then the audiences, which never import each other', () => {
    const partOf = (path: string): string | undefined => /^src\/web\/(\w+)\//.exec(path)?.[1]
    const wrong = inner.filter(({ source, file }) => {
      const [here, there] = [partOf(source.path), partOf(file)]
      if (!here || !there || here === there) return false
      if (!WEB_ORDER.includes(there)) return true
      return WEB_ORDER.includes(here) && WEB_ORDER.indexOf(there) > WEB_ORDER.indexOf(here)
    })
    expect(wrong.map(say)).toEqual([])
    expect(inner.filter(({ file }) => partOf(file) === 'kit').length).toBeGreaterThan(100)
    expect(src.filter(({ path }) => path.startsWith('src/web/') && !partOf(path))).toEqual([])
  })

  test('what stands directly in src: each of these files may be imported by the files named here', () => {
    const allowed: Record<string, (path: string, typeOnly: boolean) => boolean> = {
      'src/settings.ts': (path) => !PURE.includes(folderOf(path)),
      // modules and the two ways in may name the type of what they are given; nobody else knows where a setting comes from
      'src/config.ts': (path, typeOnly) =>
        folderOf(path) === '' ||
        (typeOnly &&
          (path.endsWith('.module.ts') ||
            ['src/web/http/application.ts', 'src/worker/letterRenderer.ts'].includes(path))),
      'src/entities.ts': (path) => path === 'src/core.module.ts',
      'src/dataMap.ts': () => false,
      'src/installation.ts': (path) => folderOf(path) === '',
      'src/masterKeys.ts': (path) => folderOf(path) === '',
      'src/core.module.ts': (path) => ['src/web.module.ts', 'src/worker.module.ts'].includes(path),
      'src/web.module.ts': (path) => path === 'src/main.ts',
      'src/worker.module.ts': (path) => path === 'src/worker.ts',
    }
    const wrong = inner.filter(
      ({ source, file, typeOnly }) => folderOf(file) === '' && !allowed[file]?.(source.path, typeOnly),
    )
    expect(wrong.map(say)).toEqual([])
    const tops = src.map(({ path }) => path).filter((path) => folderOf(path) === '')
    expect(tops).toEqual([...Object.keys(allowed), 'src/main.ts', 'src/worker.ts'].sort())
  })

  test('settings.ts, which nearly all may import, imports from base only, and config.ts from nowhere else', () => {
    const wrong = inner.filter(
      ({ source, file }) =>
        ['src/settings.ts', 'src/config.ts'].includes(source.path) &&
        folderOf(file) !== 'base' &&
        file !== 'src/settings.ts',
    )
    expect(wrong.map(say)).toEqual([])
  })

  test('the copy that may be old (base/replica.ts) is read by reports and trials alone', () => {
    const readers = inner.filter(({ file }) => file === 'src/base/replica.ts').map(({ source }) => source.path)
    expect(readers.sort()).toEqual([
      'src/cases/reports/report.service.ts',
      'src/cases/reports/whatIf.service.ts',
      'src/core.module.ts',
    ])
  })

  test('no file imports itself by a detour, types included', () => {
    expect(cyclesIn(src)).toEqual([])
  })

  test('what signs a letter and what checks one have nothing in common but letters/pem.ts, nor does the tests’ own time-stamping authority with either', () => {
    const within = (path: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(path)) return seen
      seen.add(path)
      for (const { file, typeOnly } of byPath.get(path)?.imports ?? []) if (file && !typeOnly) within(file, seen)
      return seen
    }
    const [signs, checks] = ['sign', 'verify'].map((name) => within(`src/letters/${name}.ts`))
    expect([...(signs ?? [])].filter((path) => checks?.has(path))).toEqual(['src/letters/pem.ts'])
    const authority = readSource(projectFolder, 'test/letters/authority.ts')
    expect(authority.imports.filter(({ file, typeOnly }) => file && !typeOnly)).toEqual([])
  })

  test('xstate is imported by workflow/machine.ts and workflow/step.ts only', () => {
    const users = new Set(outer.filter(({ from }) => packageOf(from) === 'xstate').map(({ source }) => source.path))
    expect([...users].sort()).toEqual(['src/workflow/machine.ts', 'src/workflow/step.ts'])
  })
})

/** The files of the pure folders and all that they load when they run. */
function pureFiles(): Source[] {
  const found = new Set(inFolders(...PURE))
  for (const source of found)
    for (const { file, typeOnly } of source.imports) {
      const next = typeOnly ? undefined : byPath.get(file ?? '')
      if (next) found.add(next)
    }
  return [...found]
}

describe('forms, workflow and criteria are pure', () => {
  test('neither they nor what they load imports Nest, TypeORM, pg, Node or any package but a few', () => {
    const wrong = pureFiles().flatMap((source) =>
      source.imports
        .filter(
          ({ file, typeOnly, from }) =>
            !file && !(typeOnly && !PURE.includes(folderOf(source.path))) && !PURE_PACKAGES.includes(packageOf(from)),
        )
        .map(({ from }) => say({ source, from })),
    )
    expect(wrong).toEqual([])
  })

  test('they import neither the clock nor the database nor settings, not even as a type', () => {
    const forbidden = ['src/base/clock.ts', 'src/base/database.ts', 'src/settings.ts', 'src/config.ts']
    const wrong = inner.filter(({ source, file }) => PURE.includes(folderOf(source.path)) && forbidden.includes(file))
    expect(wrong.map(say)).toEqual([])
    expect(pureFiles().filter(({ path }) => forbidden.includes(path))).toEqual([])
  })

  test('they ask neither the time nor chance nor the process', () => {
    const asks = (node: ts.Node, source: Source) =>
      isNow(node) ||
      isEnvironment(node) ||
      /^(Math\.random|crypto|performance|process|globalThis|fetch|setTimeout|setInterval)$/.test(loneName(node, source))
    expect(findAll(pureFiles(), asks)).toEqual([])
  })
})

describe('what only one file does', () => {
  test('process.env is read in config.ts', () => {
    expect(findAll(outside('src/config.ts'), isEnvironment)).toEqual([])
    expect(findAll(code, isEnvironment).length).toBeGreaterThan(0)
  })

  test('the time is asked in base/clock.ts', () => {
    const isAllowed = (node: ts.Node) => node.getText().startsWith('performance.') // measures how long, not when
    expect(findAll(outside('src/base/clock.ts'), (node) => isNow(node) && !isAllowed(node))).toEqual([])
    expect(findAll(code, isNow).length).toBeGreaterThan(0)
  })

  test('a connection is opened in base/outgoing.ts: nobody else calls fetch or loads what reaches the network', () => {
    const reaches = (node: ts.Node, source: Source) =>
      loneName(node, source) === 'fetch' || loneName(node, source) === 'WebSocket'
    expect(findAll(outside('src/base/outgoing.ts'), reaches)).toEqual([])
    const network = /^node:(net|tls|dns|dns\/promises|http|https|http2|dgram)$/
    const users = outer.filter(({ from, typeOnly }) => network.test(from) && !typeOnly).map(({ source }) => source.path)
    // the last two try, on this machine alone, whether a reader of files can connect
    const trying = ['src/cases/files/probe.ts', 'src/cases/files/walls.ts']
    // for whoever watches; what they send goes out by base/outgoing.ts, and they call nobody
    const listening = ['src/base/telemetry.ts', 'src/worker/probe.ts']
    expect([...new Set(users)].sort()).toEqual(['src/base/outgoing.ts', ...trying, ...listening].sort())
  })

  test('the column state is written by cases/record.ts: no other statement, and no entity of it for TypeORM to save', () => {
    const writers = code.filter(({ strings }) => strings.some(writesState)).map(({ path }) => path)
    expect(writers).toEqual(['src/cases/record.ts'])
    const holders = inner.filter(({ file }) => file === 'src/cases/entities.ts').map(({ source }) => source.path)
    expect(holders.filter((path) => !/entities\.ts$/i.test(path))).toEqual([])
  })
})

describe('codes decide, never words', () => {
  /** What may look into a text: text against text, and the script that it is set in. */
  const LOOKS = [
    'src/base/text.ts sameText',
    'src/letters/occurrence.ts told', // an officer's words without any Chinese need no note that they are in Chinese
    'src/web/desk/evidence.view.ts isName', // what a person typed, and the name in the list
    'src/web/kit/sideBySide.ts languageOf',
  ]
  /** Who asks whether two texts are the same: to show what changed, or to leave out what would be said twice. */
  const ASKERS = [
    'src/cases/changes.ts changedAnswers',
    'src/criteria/difference.ts comparePoints',
    'src/web/case/case.view.ts pointsOf',
    'src/web/case/changes.view.ts questionWithin',
    'src/web/case/selfCheck/difference.view.ts answerRows',
    'src/web/case/selfCheck/difference.view.ts routeRows',
    'src/web/case/selfCheck/result.view.ts pointsRow',
    'src/web/case/selfCheck/result.view.ts routesOf',
    'src/web/desk/compare.view.ts textRow',
    'src/web/kit/differing.ts differing',
    'src/web/reports/whatIfLines.ts changeOf',
  ]
  const where = (node: ts.Node, { path }: Source) => `${path} ${functionOf(node)}`

  test('no text of one language is compared, switched on or searched by a pattern', () => {
    const decides = (node: ts.Node, source: Source) => decidesByText(node) && !LOOKS.includes(where(node, source))
    expect(findAll(code, decides)).toEqual([])
  })

  test('whether two texts are the same is asked in the named places only', () => {
    const asks = (node: ts.Node) =>
      ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'sameText'
    const askers = code.flatMap((source) =>
      nodesOf(source.tree)
        .filter(asks)
        .map((node) => where(node, source)),
    )
    expect([...new Set(askers)].sort()).toEqual(ASKERS)
  })

  test.each([
    'label.zh === PASSPORT.zh',
    "note?.zh !== '已在参评'",
    "answer.en === 'Yes'",
    '/(\\d+)[^\\d]*$/.exec(way.because.zh)',
    'way.because.zh.match(/\\d+/)',
    "text.en.trim().startsWith('The')",
    "texts.filter(({ zh }) => zh === '是')",
    "text[language].replace(/x/, 'y')",
    "['是', '否'].includes(text?.['zh'] ?? '')",
    "switch (text.en) { case 'Yes': break }",
    'WORDS.get(text.zh)',
  ])('%s would be found', (line) => {
    const { tree } = parseSource('src/x.ts', line)
    expect(nodesOf(tree).some(decidesByText)).toBe(true)
  })
})

describe('how it is written', () => {
  test('no barrel files: a file that only passes on what others export', () => {
    const barrels = code.filter(({ tree }) => {
      const rest = tree.statements.filter((node) => !ts.isImportDeclaration(node))
      return rest.length > 0 && rest.every((node) => ts.isExportDeclaration(node) || ts.isExportAssignment(node))
    })
    expect(barrels.map(({ path }) => path)).toEqual([])
  })

  test('no forwardRef: the order of the folders forbids circles', () => {
    expect(findAll(code, (node) => ts.isIdentifier(node) && node.text === 'forwardRef')).toEqual([])
  })

  test('no default exports', () => {
    const isDefault = (node: ts.Node) =>
      ts.isExportAssignment(node) ||
      (node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent)) ||
      (ts.isExportSpecifier(node) && node.name.text === 'default')
    expect(findAll(code, isDefault)).toEqual([])
  })

  test('a file over 250 lines says at its head why', () => {
    const long = src.filter(({ text }) => text.trimEnd().split('\n').length > 250)
    const head = (text: string) =>
      text
        .split('\n')
        .slice(0, 20)
        .join(' ')
        .replace(/\s[\s*]*/g, ' ')
    const silent = long.filter(({ text }) => !/Over 250 lines because/.test(head(text)))
    expect(silent.map(({ path, text }) => `${path}: ${text.trimEnd().split('\n').length} lines`)).toEqual([])
  })

  test('a statement has 12 numbered parameters at most; what takes more has names (base/sql.ts)', () => {
    const isLong = (node: ts.Node) => /\$(1[3-9]|[2-9]\d|\d{3,})(?!\d)/.test(stringOf(node) ?? '')
    expect(findAll(code, isLong)).toEqual([])
    const { tree } = parseSource('src/x.ts', 'const LONG = `select $13`, SHORT = `select $12`, SQL = sql`select $1`')
    expect(nodesOf(tree).filter(isLong)).toHaveLength(1)
  })

  test('any and `as unknown as` have their reason in a comment on the same line or the one above', () => {
    const isBlunt = (node: ts.Node) =>
      node.kind === ts.SyntaxKind.AnyKeyword ||
      (ts.isAsExpression(node) &&
        ts.isAsExpression(node.expression) &&
        node.expression.type.kind === ts.SyntaxKind.UnknownKeyword)
    expect(findAll(code, (node, source) => isBlunt(node) && !isExplained(source, node))).toEqual([])
  })
})

const tests = read('test')

test('a file that a comment names is there', () => {
  const all = [...src, ...others, ...tests]
  const there = [...all.map(({ path }) => `/${path}`), `/${VIEWS}`]
  const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g
  const NAMED = /(?<![\w/.-])(?:[\w.]+\/)*…?-?[a-z][\w.-]*\.ts\b/g
  const named = all.flatMap(({ path, text }) =>
    [...text.matchAll(COMMENT)].flatMap(([comment]) => [...comment.matchAll(NAMED)].map(([name]) => ({ path, name }))),
  )
  /** Of migrations a comment says `…-audit.ts`. */
  const endOf = (name: string) => (name.includes('…') ? name.replace(/^.*…/, '') : `/${name}`)
  expect(named.length).toBeGreaterThan(150)
  expect(named.filter(({ name }) => !there.some((path) => path.endsWith(endOf(name))))).toEqual([])
})

describe('the tests', () => {
  /** What measures how long something takes may ask. */
  const asksTheTime = (node: ts.Node) => isNow(node) && !node.getText().startsWith('performance.')

  test('are the same every day: none asks the time of the day, unless a comment there says what for', () => {
    expect(findAll(tests, (node, source) => asksTheTime(node) && !isExplained(source, node))).toEqual([])
    const clocks = (node: ts.Node, source: Source) =>
      ts.isNewExpression(node) && node.expression.getText() === 'SystemClock' && !isExplained(source, node)
    expect(findAll(tests, clocks)).toEqual([])
  })

  test('what they try at random follows from the seed of the run, which is printed', () => {
    const users = tests.filter(({ imports }) => imports.some(({ from }) => from === 'fast-check'))
    expect(users.map(({ path }) => path)).toEqual(['test/properties.ts'])
    expect(fc.readConfigureGlobal().seed).toBe(Number(process.env.TEST_SEED))
    expect(findAll(tests, (node, source) => loneName(node, source) === 'Math.random')).toEqual([])
  })
})

describe('packages', () => {
  const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(projectFolder, 'package.json'), 'utf8'),
  )
  const wanted = Object.keys(manifest.dependencies)

  test('Node’s own modules are written with node:', () => {
    const bare = [...code, ...others].flatMap((source) =>
      source.imports
        .filter(({ from }) => builtinModules.includes(packageOf(from)))
        .map(({ from }) => say({ source, from })),
    )
    expect(bare).toEqual([])
  })

  test('every package of the lock file has its hash, and comes from the registry', () => {
    const { packages }: { packages: Record<string, { integrity?: string; resolved?: string; link?: boolean }> } =
      JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8'))
    const { '': self, ...others } = packages
    expect(Object.keys(others).length).toBeGreaterThan(100)
    const wrong = Object.entries(others).filter(
      ([, { integrity = '', resolved = 'https://', link }]) =>
        !integrity.startsWith('sha512-') || !resolved.startsWith('https://') || link,
    )
    expect([self !== undefined, wrong.map(([name]) => name)]).toEqual([true, []])
    const loose = Object.values({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      (version) => !/^\d+\.\d+\.\d+/.test(version),
    )
    expect(loose).toEqual([])
  })

  test('no package runs a script of its own when it is installed, and few would', () => {
    const said = execFileSync('npm', ['config', 'get', 'ignore-scripts'], { cwd: projectFolder, encoding: 'utf8' })
    expect(said.trim()).toBe('true')
    const { packages }: { packages: Record<string, { hasInstallScript?: boolean }> } = JSON.parse(
      readFileSync(join(projectFolder, 'package-lock.json'), 'utf8'),
    )
    const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript)
    const names = withScript.map(([name]) => name.replace('node_modules/', ''))
    const [, explained = ''] =
      /\n## Install scripts\n([\s\S]*?)\n## /.exec(readFileSync(join(projectFolder, 'docs/dependencies.md'), 'utf8')) ??
      []
    expect(names).toEqual([...explained.matchAll(/^- `([^`]+)`/gm)].map(([, name]) => name))
    expect(names).toHaveLength(3)
  })

  test('every package that src imports is a dependency, and not of development only', () => {
    const wrong = outer.filter(({ from }) => !isBuiltin(from) && from !== COMPUTED && !wanted.includes(packageOf(from)))
    expect(wrong.map(say)).toEqual([])
  })

  test('every package that migrations, tools and bench import is declared', () => {
    const declared = [...wanted, ...Object.keys(manifest.devDependencies)]
    const wrong = others.flatMap((source) =>
      source.imports
        .filter(
          ({ file, from }) => !file && !isBuiltin(from) && from !== COMPUTED && !declared.includes(packageOf(from)),
        )
        .map(({ from }) => say({ source, from })),
    )
    expect(wrong).toEqual([])
  })

  test('every dependency is used: by the code, by a style sheet, or because another dependency asks for it as its peer', () => {
    const styles = listFiles(projectFolder, 'templates', /\.scss$/).map((path) =>
      readFileSync(join(projectFolder, path), 'utf8'),
    )
    const strings = [...code, ...others].flatMap((source) => [
      ...source.strings,
      ...source.imports.map(({ from }) => from),
    ])
    const peers = wanted.flatMap((name) => requiredPeers(name))
    const isUsed = (name: string) =>
      strings.some((text) => text === name || text.startsWith(`${name}/`) || text.includes(`node_modules/${name}/`)) ||
      styles.some((text) => text.includes(`${name}${path.home}`)) ||
      peers.includes(name)
    expect(wanted.filter((name) => !isUsed(name))).toEqual([])
  })
})

function requiredPeers(name: string): string[] {
  const manifest: { peerDependencies?: object; peerDependenciesMeta?: Record<string, { optional?: boolean }> } =
    JSON.parse(readFileSync(join(projectFolder, 'node_modules', name, 'package.json'), 'utf8'))
  return Object.keys(manifest.peerDependencies ?? {}).filter((peer) => !manifest.peerDependenciesMeta?.[peer]?.optional)
}
