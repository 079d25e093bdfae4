import type { Choices } from '../../../services/simulator/endings/choices.ts';

const FIRST = [
  ...['Adriana', 'Alba Lucía', 'Álvaro', 'Ana Milena', 'Andrés Felipe', 'Bernarda', 'Blanca Nubia', 'Camilo'],
  ...['Carlos Arturo', 'Claudia', 'Cristóbal', 'Daniela', 'Diego', 'Edilma', 'Édison', 'Elkin', 'Estefanía'],
  ...['Fabiola', 'Gloria Inés', 'Guillermo', 'Hernán', 'Íngrid', 'Iván Darío', 'Jhon Jairo', 'José Miguel'],
  ...[
    'Juliana',
    'Leidy Johana',
    'Leonel',
    'Luz Marina',
    'Marco Tulio',
    'María del Pilar',
    'Mariela',
    'Mauricio',
  ],
  ...['Nelly', 'Nicolás', 'Ofelia', 'Orlando', 'Paula Andrea', 'Rafael', 'Rosalba', 'Rubén', 'Sandra Milena'],
  ...['Teresa', 'Tomás', 'Valentina', 'Víctor Hugo', 'Wílmer', 'Yolanda', 'Yeison', 'Zoraida'],
] as const;

/** Trees, birds and rivers: nobody is to find themselves here. */
const FAMILY = [
  ...['Arrayán', 'Azulejo', 'Balso', 'Barranquero', 'Caracolí', 'Cardenalillo', 'Carrizo', 'Cedrón', 'Ceiba'],
  ...[
    'Chilacoa',
    'Cirirí',
    'Colibrí',
    'Frailejón',
    'Guacamayo',
    'Guadual',
    'Gualanday',
    'Guayacán',
    'Gurrión',
  ],
  ...[
    'Madroño',
    'Manglar',
    'Mirla',
    'Moriche',
    'Nogal',
    'Ñapango',
    'Orquídea',
    'Páramo',
    'Quebrada',
    'Roble',
  ],
  ...[
    'Samán',
    'Sietecueros',
    'Sinsonte',
    'Siriri',
    'Tángara',
    'Toche',
    'Tominejo',
    'Turpial',
    'Yarumo',
    'Zarza',
  ],
] as const;

/** A name that looks like one in a list, and that nobody has. */
export const inventedName = ({ oneOf }: Choices): string =>
  `${oneOf(FIRST)} ${oneOf(FAMILY)} ${oneOf(FAMILY)}`;
