/** Why this browser can be told nothing, for its person; null when it can. */
export const unable = (): string | null => {
  if (!isSecureContext) return 'Los avisos necesitan que el portal se abra por https.';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return isApplePhone()
      ? 'En iPhone y iPad hay avisos si agrega Censo Vivo a su pantalla de inicio: toque Compartir, luego «Agregar a inicio», y ábralo desde allí.'
      : 'Este navegador no permite avisos. Vuelva a entrar cuando quiera para ver su respuesta.';
  return Notification.permission === 'denied' ? BLOCKED : null;
};

export const BLOCKED =
  'Este navegador tiene bloqueados los avisos de este sitio. Permítalos en la configuración del sitio, junto a la dirección, y recargue la página.';

/** An iPad says that it is a Mac, which has no touch screen. */
const isApplePhone = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1);
