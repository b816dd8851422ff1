// Starts the interface. The page names the hashed files; this script only follows those names.
import init from "glue";

const islands = JSON.parse(document.querySelector('meta[name="trellis-islands"]').content);
const program = document.querySelector('link[as="fetch"]').href;

// A part of the page that is written in JavaScript, loaded when it is first needed.
globalThis.trellisIsland = (name) => import(islands[name]);

init({ module_or_path: program }).catch((error) => {
  console.error(error);
  document.documentElement.dataset.failed = "";
});
