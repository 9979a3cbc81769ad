/** What carries figures and traces away, from OpenTelemetry; telemetry.ts loads it where the settings name a way. */
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, type MetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { Outgoing, type OutgoingSettings } from './outgoing.js'

export interface TelemetrySettings extends OutgoingSettings {
  readonly mode: string
  readonly metricsPort: number | null
  readonly metricsHost: string
  readonly otlpUrl: string | null
  readonly otlpSeconds: number
  readonly otlpTraces: number
}

/** `scraped` is what answers whoever collects, where there is a port for it. */
export function openMeters(settings: TelemetrySettings) {
  const scraped =
    settings.metricsPort === null
      ? undefined
      : new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true, withoutTargetInfo: true })
  const readers: MetricReader[] = scraped ? [scraped] : []
  if (settings.otlpUrl !== null) readers.push(pusherOf(settings.otlpUrl, settings))
  return { provider: new MeterProvider({ readers }), scraped } // of 2,000 series a measure at most, its own default
}

/** The way out is that of everything else: private addresses and plain ones only where the settings say so. */
function pusherOf(url: string, settings: TelemetrySettings): MetricReader {
  const { lookup } = new Outgoing(settings)
  return new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({
      url: `${url}/v1/metrics`,
      httpAgentOptions: { lookup },
    }),
    exportIntervalMillis: settings.otlpSeconds * 1000,
    exportTimeoutMillis: Math.min(settings.otlpSeconds, 10) * 1000,
  })
}

/** A share of the traces that begin here; of one that came along its caller has decided. */
export function openTracers(url: string, process: string, settings: TelemetrySettings): TracerProvider {
  const { lookup } = new Outgoing(settings)
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, httpAgentOptions: { lookup } })
  return new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `haijian-${process}` }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.otlpTraces / 100) }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter, scheduledDelayMillis: Math.min(settings.otlpSeconds, 5) * 1000 }),
    ],
  })
}
