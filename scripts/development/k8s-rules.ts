import { writeFileSync } from 'node:fs';
import { prometheusRule, RULES_FILE } from './k8s/prometheus-rule.ts';

/** `npm run k8s:rules`: writes the alerts as Prometheus Operator reads them. */
writeFileSync(RULES_FILE, prometheusRule());
