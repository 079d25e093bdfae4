/** What a form says although the address means the same without it. */
const isUnasked = (name: string, value: string): boolean =>
  value === '' || name === 'de' || (name === 'sort' && value === 'recent');

let listening = false;

/** Keeps the addresses of a list short, and narrows it as soon as a place was chosen with a mouse or a finger. */
export const enhanceNarrowing = (): void => {
  if (listening) return;
  listening = true;
  document.addEventListener('formdata', ({ target, formData }) => {
    if (!(target instanceof HTMLFormElement && target.matches('[data-narrow]'))) return;
    for (const [name, value] of [...formData]) if (isUnasked(name, String(value))) formData.delete(name);
  });
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return;
    const form = target.closest<HTMLFormElement>('[data-narrow]');
    if (form === null) return;
    forgetInside(form, target.name);
    // Who goes through the choices by keys is not led away by each of them; in a sheet all fields come first.
    if (form.matches(':popover-open') || usedKeys) return;
    form.requestSubmit();
  });
  document.addEventListener('keydown', () => {
    usedKeys = true;
  });
  document.addEventListener('pointerdown', () => {
    usedKeys = false;
  });
};

let usedKeys = false;

const levels = ['municipio', 'puesto', 'mesa'];

/** Another municipio has other puestos. */
const forgetInside = (form: HTMLFormElement, name: string): void => {
  const level = levels.indexOf(name);
  if (level === -1) return;
  for (const inner of levels.slice(level + 1)) {
    const field = form.elements.namedItem(inner);
    if (!(field instanceof HTMLSelectElement)) continue;
    field.value = '';
    field.disabled = true;
  }
};
