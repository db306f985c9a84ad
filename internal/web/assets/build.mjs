// Gathers what the pages use beside the style sheet into dist/: fonts,
// htmx, slovo's own script, and the icons as one JSON file of paths.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const from = (name) => `node_modules/${name}`;
const golos = from("@fontsource-variable/golos-text/files/golos-text");
const mono = from("@fontsource/jetbrains-mono/files/jetbrains-mono");

mkdirSync("dist/fonts", { recursive: true });
for (const [source, name] of [
  [`${golos}-cyrillic-wght-normal.woff2`, "fonts/golos-cyrillic.woff2"],
  [`${golos}-latin-wght-normal.woff2`, "fonts/golos-latin.woff2"],
  [`${golos}-latin-ext-wght-normal.woff2`, "fonts/golos-latin-ext.woff2"],
  [`${mono}-cyrillic-400-normal.woff2`, "fonts/mono-cyrillic.woff2"],
  [`${mono}-latin-400-normal.woff2`, "fonts/mono-latin.woff2"],
  [from("htmx.org/dist/htmx.min.js"), "htmx.js"],
  ["src/slovo.js", "slovo.js"],
  ["src/icon.svg", "icon.svg"],
]) {
  cpSync(source, `dist/${name}`);
}

mkdirSync("dist/licenses", { recursive: true });
for (const [name, title] of [
  ["@fontsource-variable/golos-text", "golos-text"], ["@fontsource/jetbrains-mono", "jetbrains-mono"],
  ["htmx.org", "htmx"], ["lucide-static", "lucide"], ["daisyui", "daisyui"], ["tailwindcss", "tailwindcss"],
]) {
  cpSync(from(`${name}/LICENSE`), `dist/licenses/${title}.txt`);
}

const names = [
  "arrow-right", "bot", "check", "circle-check", "clock", "delete", "file-check",
  "id-card", "keyboard", "loader-circle", "lock", "mail", "menu", "message-circle", "phone",
  "search", "shield-check", "snowflake", "store", "triangle-alert", "user", "user-round-check", "x",
];
const icons = {};
for (const name of names) {
  const svg = readFileSync(from(`lucide-static/icons/${name}.svg`), "utf8");
  icons[name] = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/\s*\n\s*/g, "").trim();
}
writeFileSync("dist/icons.json", JSON.stringify(icons, null, 1) + "\n");

// For tests alone: what looks for pages that some people cannot use.
cpSync(from("axe-core/axe.min.js"), "../webtest/axe.min.js");
cpSync(from("axe-core/LICENSE"), "../webtest/axe-license.txt");
