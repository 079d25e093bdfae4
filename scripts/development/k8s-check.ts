import { checkOverlay, variants } from './k8s/check.ts';
import { rendererProblem } from './k8s/manifests/render.ts';

/** Renders every overlay of k8s/ without a cluster and checks what comes out: `npm run k8s:check`. */
const cannot = await rendererProblem();
if (cannot !== null) {
  console.error(cannot);
  process.exit(1);
}
for (const { overlay, added } of variants) {
  const { manifests, problems } = await checkOverlay(overlay, added);
  console.log(
    `${[overlay, ...added].join(' with ')}: ${manifests.length} manifests, ${problems.length} problems`,
  );
  for (const problem of problems) console.error(`  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
