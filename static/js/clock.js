// Clocks that run in a page by the server's time: the laptop's own may be wrong.

let ahead = 0;

export const setBy = (date) => (ahead = Date.parse(date) - Date.now() || 0);

export const secondsSince = (moment) => Math.max(0, Math.floor((Date.now() + ahead - Date.parse(moment)) / 1000));

export function clockFace(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
