import { createCarrier } from '../../../../services/accounts/messenger/carriers/carriers.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { away, type Check, notice, ok } from './check.ts';

/** Who carries messages to phones: asked without sending one. */
export const messengerCheck = ({ messenger, production }: Config): Check => ({
  name: 'Mensajes',
  async look() {
    const carrier = createCarrier(messenger);
    if (carrier === null) {
      return production
        ? notice(
            'no se usan (MESSENGER=none)',
            'Quien olvide su contraseña necesita un enlace de un ADMIN, y los celulares quedan sin confirmar.',
          )
        : ok('no se usan (MESSENGER=none)');
    }
    const { detail, problem } = await carrier.probe();
    return problem === null ? ok(`${carrier.name}: ${detail}`) : away(`${carrier.name}: ${detail}`, problem);
  },
});
