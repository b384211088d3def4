// Puts the page of the Admin UI into the directory given as first argument. Its fonts and icons come from there as well,
// rather than from other hosts. The file given as second argument remembers what was bundled.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import { bundle } from "../npm/bundle.mjs";

const WEIGHTS = [100, 300, 400, 500, 700, 900];
const SUBSETS = ["latin", "latin-ext"];
const COMPRESSED = [".html", ".css", ".js", ".svg"];

const [target, stamp] = process.argv.slice(2);

/** Replaces what must be there exactly once. */
function replace(text, pattern, replacement) {
  if (text.match(new RegExp(pattern, "g"))?.length !== 1) {
    throw new Error(`Expected once: ${pattern}`);
  }
  return text.replace(pattern, replacement);
}

function write(name, content) {
  const file = join(target, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  if (COMPRESSED.includes(extname(name))) {
    writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
  }
}

function copyFont(file) {
  write(`fonts/${basename(file)}`, readFileSync(file));
}

function copyPage(dist) {
  for (const name of readdirSync(dist, { recursive: true })) {
    if (statSync(join(dist, name)).isFile() && extname(name) !== ".map" && name !== "index.html") {
      write(name, readFileSync(join(dist, name)));
    }
  }
  let page = readFileSync(join(dist, "index.html"), "utf8");
  page = replace(page, /https:\/\/fonts\.googleapis\.com\/[^"]*/, "css/roboto.css");
  page = replace(page, /https:\/\/cdn\.jsdelivr\.net\/[^"]*/, "css/icons.css");
  page = replace(page, /<div id="app"><\/div>/, '<div id="app"></div><script src="server.js"></script>');
  if (/https?:/.test(page)) {
    throw new Error("The page names another host");
  }
  write("index.html", page);
}

function copyRoboto(roboto) {
  const faces = [];
  for (const weight of WEIGHTS) {
    const css = readFileSync(join(roboto, `${weight}.css`), "utf8");
    for (const subset of SUBSETS) {
      const name = `roboto-${subset}-${weight}-normal`;
      const [face] = css.match(new RegExp(`/\\* ${name} \\*/\\s*@font-face \\{[^}]*\\}`));
      faces.push(replace(face, /src: [^;]*;/, `src: url(../fonts/${name}.woff2) format('woff2');`));
      copyFont(join(roboto, "files", `${name}.woff2`));
    }
  }
  write("css/roboto.css", faces.join("\n"));
}

function copyIcons(icons) {
  const css = readFileSync(join(icons, "css", "materialdesignicons.min.css"), "utf8")
    .replace(/src:url\("[^"]*\.eot\?[^"]*"\);/, "")
    .replace(/\/\*# sourceMappingURL=.*\*\//, "");
  write("css/icons.css", replace(css, /src:[^;]*;/,
    'src:url("../fonts/materialdesignicons-webfont.woff2") format("woff2");'));
  copyFont(join(icons, "fonts", "materialdesignicons-webfont.woff2"));
}

function copyLicenses(packages) {
  for (const [name, directory] of [["admin-ui", "@socket.io/admin-ui"], ["roboto", "@fontsource/roboto"], ["icons", "@mdi/font"]]) {
    write(`licenses/${name}.txt`, readFileSync(join(packages, directory, "LICENSE")));
  }
}

bundle({
  directory: dirname(fileURLToPath(import.meta.url)),
  target,
  stamp,
  what: "the Admin UI",
  marker: "index.html",
  copy: (packages) => {
    copyRoboto(join(packages, "@fontsource/roboto"));
    copyIcons(join(packages, "@mdi/font"));
    copyLicenses(packages);
    copyPage(join(packages, "@socket.io/admin-ui/ui/dist"));
  },
});
