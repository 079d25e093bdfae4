/** Menus close when the person goes elsewhere: with Escape, a click outside, or the focus leaving. */
export const enhanceMenus = (): void => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu]')) {
    const close = (): void => {
      menu.open = false;
    };
    document.addEventListener('click', ({ target }) => {
      if (target instanceof Node && !menu.contains(target)) close();
    });
    menu.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) close();
    });
    menu.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || !menu.open) return;
      close();
      menu.querySelector('summary')?.focus();
    });
  }
};
