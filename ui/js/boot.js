// Runs before the first paint: what the person chose last time, or what the system prefers.
{
  const kept = (name) => {
    try {
      return localStorage.getItem(`trellis.${name}`);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const one = (value, allowed) => (allowed.includes(value) ? value : allowed[0]);
  const theme = () => {
    const current = one(kept("theme"), ["system", "light", "dark"]);
    root.dataset.theme = current === "system" ? (dark.matches ? "dark" : "light") : current;
  };
  root.dataset.skin = one(kept("skin"), ["azure", "jade", "plum"]);
  root.dataset.density = one(kept("density"), ["cozy", "compact"]);
  root.dataset.rail = one(kept("rail"), ["open", "narrow"]);
  root.lang = one(kept("lang") ?? (navigator.language.startsWith("zh") ? "zh-CN" : "en"), ["zh-CN", "en"]);
  theme();
  dark.addEventListener("change", theme);
}
