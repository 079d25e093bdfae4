import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { setTracer } from './tracing.ts';

interface TracingOptions {
  /** Of a collector, without the path: OTLP over HTTP. */
  endpoint: string;
  /** Which part of what people ask is traced, 0 to 1. */
  ratio: number;
  /** The services of this process, and its id. */
  service: string;
  nodeId: string;
}

const SOON_MS = 1_000;

/** Collects spans from now on and sends them to a collector. Only who wants traces loads this. @returns sends what is left, and ends */
export const startTracing = ({ endpoint, ratio, service, nodeId }: TracingOptions): (() => Promise<void>) => {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new TracerProvider({
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    resource: resourceFromAttributes({
      'service.namespace': 'censo-vivo',
      'service.name': service,
      'service.instance.id': nodeId,
    }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }), scheduledDelayMillis: SOON_MS }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  setTracer(provider.getTracer('censo-vivo'));
  return async () => {
    setTracer(null);
    context.disable();
    trace.disable();
    // A collector that is away keeps nobody.
    await provider.shutdown().catch(() => undefined);
  };
};
