import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { usersFile } from '../../shared/nats-access/users-file.ts';

/** Writes who may do what at NATS, for docker compose and Kubernetes. */
await writeFile(join(import.meta.dirname, '../../k8s/servers/nats/users.conf'), usersFile());
