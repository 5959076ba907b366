// Runs before anything is drawn, so that the page does not flash in the other colours.
(() => {
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden: then the system's colours hold.
  }
})();
