/**
 * Spans: which part of a request, of the jobs that it ordered and of what they send took how long. They hang on the
 * trail (trail.ts), so that log lines and spans bear one trace id, and go out by OTLP where telemetry.ts has
 * opened that. Names and attributes come from fixed lists, like the labels of metrics.
 */
import { randomBytes } from 'node:crypto'
import {
  type Attributes,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api'
import { follow, present } from './trail.js'

let tracer: Tracer | undefined

/** From now on spans are made; once the provider of the API is set (telemetry.ts). */
export function beginTracing(): void {
  tracer = trace.getTracer('haijian')
}

export function stopTracing(): void {
  tracer = undefined
}

const SAMPLED = 1
const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

/** A trace of one's own, which no span is kept of. */
const newTraceparent = (): string => `00-${hex(16)}-${hex(8)}-00`

/** Begins a span below that of a traceparent, or a trace of its own; undefined while no spans are made. */
function start(name: string, kind: SpanKind, parent: string | undefined): Span | undefined {
  if (!tracer) return undefined
  const [, traceId = '', spanId = '', flags = ''] = parent?.split('-') ?? []
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
  const context = isSpanContextValid(remote) ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT
  return tracer.startSpan(name, { kind }, context)
}

/** What is handed on of a span. */
function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

/** A piece of work that others end: a request. */
export interface Traced {
  /** To be followed by all that belongs to it; a caller's own, or new. */
  readonly traceparent: string
  end(name: string, attributes: Attributes, failed: boolean): void
}

/** @param caller the traceparent that came with it */
export function begin(kind: SpanKind, caller: string | undefined): Traced {
  const span = start('request', kind, caller)
  return {
    traceparent: span ? traceparentOf(span) : (caller ?? newTraceparent()),
    end(name, attributes, failed) {
      span?.updateName(name).setAttributes(attributes)
      if (failed) span?.setStatus({ code: SpanStatusCode.ERROR })
      span?.end()
    },
  }
}

/**
 * Does some work as a part of the trail's trace, or of a new one where the trail has none. What it throws is its
 * failure.
 */
export function within<T>(name: string, kind: SpanKind, work: () => Promise<T>): Promise<T> {
  const trail = present()
  const traced = begin(kind, trail.traceparent)
  return follow({ ...trail, traceparent: traced.traceparent }, async () => {
    let failed = true
    try {
      const done = await work()
      failed = false
      return done
    } finally {
      traced.end(name, {}, failed)
    }
  })
}

/** Ends what it begins; for statements, of which only those of a trace that is kept are looked at. */
export function beginStatement(kind: string): (() => void) | undefined {
  if (!tracer) return undefined
  const { traceparent } = present()
  if (!traceparent || (Number.parseInt(traceparent.slice(-2), 16) & SAMPLED) === 0) return undefined
  const span = start(kind, SpanKind.CLIENT, traceparent)
  span?.setAttribute('db.system.name', 'postgresql')
  return () => span?.end()
}
