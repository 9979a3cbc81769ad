/**
 * The log: a line of JSON for all that the web server or the worker says, by one logger, to standard
 * output. Nest's `Logger`, which everything here uses, and Fastify go through it. The fields are in
 * docs/operations.md#logs.
 */
import { hostname } from 'node:os'
import type { LoggerService } from '@nestjs/common'
import { type Level, type Logger, pino, stdTimeFunctions } from 'pino'
import { causeOf, isError } from './cause.js'
import { trailFields } from './trail.js'

export type LogLevel = Level | 'silent'

/** What is said, and in which fields. Never a message of an error, a name or a value of a form. */
export interface Line {
  readonly msg: string
  readonly [field: string]: unknown
}

/** Parts of Nest that tell of their own start: hundreds of lines that nobody asks for. */
const TALKATIVE = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication'])

/** Nest's Logger gives what is said, then perhaps a stack, then the part that says it. */
class NestLog implements LoggerService {
  constructor(private readonly out: Logger) {}

  fatal = (said: unknown, ...more: unknown[]): void => this.write('fatal', said, more)
  error = (said: unknown, ...more: unknown[]): void => this.write('error', said, more)
  warn = (said: unknown, ...more: unknown[]): void => this.write('warn', said, more)
  log = (said: unknown, ...more: unknown[]): void => this.write('info', said, more)
  debug = (said: unknown, ...more: unknown[]): void => this.write('debug', said, more)

  private write(level: Level, said: unknown, more: readonly unknown[]): void {
    const part = more.at(-1)
    if ((level === 'info' || level === 'debug') && TALKATIVE.has(String(part))) return
    this.out[level]({ ...lineOf(said), part })
  }
}

function lineOf(said: unknown): Line {
  if (typeof said === 'string') return { msg: said }
  if (isError(said) || typeof said !== 'object' || said === null) return { msg: 'failed', ...causeOf(said) }
  return said as Line // which is all that our own parts say
}

export interface Log {
  /** For Nest, which hands it to every `Logger`. */
  readonly nest: LoggerService
  /** For Fastify, which has nothing to say of a request that our own line does not. */
  readonly fastify: Logger
}

let opened: Logger | undefined

/** Opens the log of this process. */
export function openLog(name: 'web' | 'worker', level: LogLevel): Log {
  const out = pino({
    level,
    base: { process: name, pid: process.pid, host: hostname() },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: trailFields,
    serializers: { err: causeOf, req: () => undefined, res: () => undefined },
    hooks: {
      // an error's own message would stand in the place of one that is not given
      logMethod([said, msg, ...more], write) {
        const bare = typeof said === 'object' && msg === undefined && !('msg' in (said as object))
        write.apply(this, bare ? [said, 'failed'] : [said, msg, ...more])
      },
    },
  })
  opened = out
  return {
    nest: new NestLog(out),
    fastify: out.child({ part: 'fastify' }, { level: out.levelVal < 40 ? 'warn' : level }),
  }
}

/** Whether lines of this level are written; nothing need be found out for one that is not. */
export const isLogged = (level: Level): boolean => opened?.isLevelEnabled(level) ?? false

/**
 * Makes lines of what libraries would write to the console, and of Node's warnings; without their
 * words, which may hold data.
 */
export function takeStrays(): void {
  const warn = (error: unknown) => opened?.warn({ part: 'library', ...causeOf(error), msg: 'a library complains' })
  console.error = (...given) => warn(given.find(isError))
  console.warn = console.error
  process.removeAllListeners('warning').on('warning', warn)
}

/** The last words of a process that breaks, also when its log was not opened yet. */
export function logFatal(line: Line): void {
  if (opened) opened.fatal(line)
  else process.stderr.write(`${JSON.stringify(line)}\n`)
}
