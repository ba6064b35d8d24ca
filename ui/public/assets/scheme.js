// Runs before anything is painted: someone who chose dark must not see a white flash.
// A file of its own, because the content security policy allows no inline script.
try {
  const chosen = localStorage.getItem('touchstone-scheme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.mantineColorScheme = chosen
} catch {
  // Storage may be forbidden; the system's scheme applies then.
}
