/** What registrations are measured against: a process that only makes the hash of a password, as the portal makes it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashPassword } from '../../../services/accounts/users/password-hash.ts';

const server = createServer(async (_, response) => response.end(await hashPassword('una-clave-larga')));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0));
