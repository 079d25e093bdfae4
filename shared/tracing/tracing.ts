import {
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { errorCodeOf } from '../errors.ts';

/** What a span may say. Nothing else: no value of these is anybody's. */
export type SpanAttributes = Partial<
  Record<
    | 'http.request.method'
    | 'http.route'
    | 'http.response.status_code'
    | 'censo.action'
    | 'censo.event'
    | 'censo.request'
    | 'censo.attempt'
    | 'censo.lane'
    | 'censo.source'
    | 'censo.outcome',
    string | number
  >
>;

interface SpanOptions {
  kind?: 'server' | 'client' | 'producer' | 'consumer';
  attributes?: SpanAttributes;
  /** Of which it is a part, as W3C writes it; unless told, of what is being done. */
  parent?: string | undefined;
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** None while nobody collects traces: then everything here does the work and nothing else. */
let tracer: Tracer | null = null;

export const setTracer = (given: Tracer | null): void => {
  tracer = given;
};

export const isTracing = (): boolean => tracer !== null;

/** Does the work as a part of the trace that it belongs to, and says when it began, ended and with which code it failed. */
export const inSpan = <T>(
  name: string,
  work: (note: (attributes: SpanAttributes) => void) => Promise<T>,
  options: SpanOptions = {},
): Promise<T> => (tracer === null ? work(nothing) : traced(tracer, name, work, options));

/** Something that takes no time worth saying, but belongs into the trace. */
export const noteSpan = (name: string, parent?: string): void => {
  tracer?.startSpan(name, {}, isTraceparent(parent) ? remote(parent) : context.active()).end();
};

/** Where what is being done belongs, as W3C writes it. */
export const currentTraceparent = (): string | undefined => {
  const at = tracer === null ? undefined : trace.getSpanContext(context.active());
  if (at === undefined) return undefined;
  return `00-${at.traceId}-${at.spanId}-${at.traceFlags.toString(16).padStart(2, '0')}`;
};

/** For the log. */
export const currentTraceId = (): string | undefined =>
  tracer === null ? undefined : trace.getSpanContext(context.active())?.traceId;

export const isTraceparent = (text: unknown): text is string =>
  typeof text === 'string' && TRACEPARENT.test(text);

const nothing = (): void => {};

const traced = async <T>(
  by: Tracer,
  name: string,
  work: (note: (attributes: SpanAttributes) => void) => Promise<T>,
  { kind, attributes = {}, parent }: SpanOptions,
): Promise<T> => {
  const around = isTraceparent(parent) ? remote(parent) : context.active();
  const span = by.startSpan(
    name,
    { attributes, ...(kind === undefined ? {} : { kind: KINDS[kind] }) },
    around,
  );
  try {
    return await context.with(trace.setSpan(around, span), () => work((more) => note(span, more)));
  } catch (error) {
    // Its message may be somebody's.
    span.setStatus({ code: SpanStatusCode.ERROR, message: errorCodeOf(error) });
    throw error;
  } finally {
    span.end();
  }
};

const note = (span: Span, attributes: SpanAttributes): void => {
  span.setAttributes(attributes);
  const { 'http.request.method': method, 'http.route': route } = attributes;
  // Known only when it has been found.
  if (route !== undefined) span.updateName(method === undefined ? String(route) : `${method} ${route}`);
};

const remote = (traceparent: string) => {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent) ?? [];
  return trace.setSpanContext(ROOT_CONTEXT, {
    ...{ traceId, spanId, isRemote: true },
    traceFlags: Number.parseInt(flags, 16),
  });
};
