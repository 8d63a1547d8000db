// The theme: that of the system, unless another one is selected.

import { byId } from './dom.js';

const KEY = 'call-sim-theme';

/** Applies the stored theme, and stores the selected one. */
export function startTheme() {
  const select = byId('theme');
  select.value = localStorage.getItem(KEY) ?? '';
  const apply = () => {
    if (select.value === '') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = select.value;
  };
  select.addEventListener('change', () => {
    localStorage.setItem(KEY, select.value);
    apply();
  });
  apply();
}
