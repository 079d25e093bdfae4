// A container's own question whether it can do its work now, for engines without probes of their own (docker compose).
const port = process.env.METRICS_PORT || '9464';
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3_000) });
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
