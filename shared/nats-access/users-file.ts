import { allServices, type ServiceName } from '../contract/services.ts';
import { type Permissions, permissionsOf } from './permissions.ts';

/** The name, in the server's configuration, of the password of a service's user. */
export const passwordVariable = (service: ServiceName): string => `${service.toUpperCase()}_PASSWORD`;

const listOf = (subjects: readonly string[]): string =>
  subjects.map((subject) => `\n          "${subject}"`).join('');

const userOf = (service: ServiceName, { publish, subscribe }: Permissions): string => `    {
      user: ${service}
      password: $${passwordVariable(service)}
      permissions {
        publish { allow: [${listOf(publish)}
        ] }
        subscribe { allow: [${listOf(subscribe)}
        ] }
      }
    }`;

/** The part of the server's configuration that says who may do what: one user a service, and nobody else. */
export const usersFile =
  (): string => `# Written by npm run nats:users from shared/nats/arrows.ts; a test holds it to that. The passwords are in
# a file of the server's alone, which "censo keys" makes.
include "../secrets/passwords.conf"
authorization {
  timeout: 5
  users = [
${allServices.map((service) => userOf(service, permissionsOf(service))).join('\n')}
  ]
}
`;
