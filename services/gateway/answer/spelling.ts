/** Words of official answers, which are without accents, as they are spelled: only such as have no other spelling. */
const SPELLED = `
  Atlántico Bogotá Bolívar Boyacá Caquetá Chocó Córdoba Guainía Quindío Vaupés Andrés
  Apartadó Cáceres Cajicá Chía Chinácota Ciénaga Cúcuta Facatativá Fusagasugá Ibagué Inírida Itagüí Jamundí Líbano
  Málaga Medellín Mitú Montería Peñón Popayán Quibdó Sopó Tuluá Ubaté Vélez Zipaquirá
  Canadá Haití Hungría Japón México Panamá Perú Turquía
  Agustín Álvaro Ángel Ángeles Belén Fabián Félix Germán Héctor Hernán Inés Jesús Joaquín José Julián León María Martín
  Mónica Nicolás Óscar Ramón Raúl Rubén Sebastián Simón Tomás Víctor
  Álvarez Fernández Gaitán García Gómez González Gutiérrez Hernández Jiménez López Márquez Martínez Núñez Pérez Ramírez
  Rodríguez Sánchez Suárez Vásquez
  Agr\u00edcola Alcaldía Árbol Básica Cámara Cañón Cárcel Católica Católico Comisaría Corazón Guayacán Jardín Música Pabellón
  Policía Politécnico Pública Público Registraduría República Rincón Salón Técnica Técnico Unión`
  .trim()
  .split(/\s+/);

/** Without accents, in lower case; the tilde of an Ñ stays, for it is another letter. */
export const plain = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0301\u0308]/g, '')
    .normalize('NFC');

const byPlain = new Map(SPELLED.map((word) => [plain(word), word.toLowerCase()]));

/** A word in lower case with its accents; as it is when nobody knows it. */
export const spelled = (word: string): string =>
  byPlain.get(word) ?? word.replace(/([cs])ion$/, '$1i\u00f3n');
