// The editor of rich text. The program draws the toolbar and keeps the document as ProseMirror JSON;
// the nodes and marks here are the ones that the model takes, and no others.
import { Editor } from "@tiptap/core";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { TextAlign } from "@tiptap/extension-text-align";
import StarterKit from "@tiptap/starter-kit";

// Attributes that the model knows, by node; what an extension adds beside them stays here.
const ATTRIBUTES = {
  paragraph: ["textAlign"],
  heading: ["level", "textAlign"],
  codeBlock: ["language"],
  orderedList: ["start", "type"],
  taskItem: ["checked"],
  tableCell: ["colspan", "rowspan", "colwidth"],
  tableHeader: ["colspan", "rowspan", "colwidth"],
};
const LINK = /^(https?:\/\/|mailto:)/i;

const given = (attributes, allowed) => {
  const kept = Object.entries(attributes ?? {}).filter(([key, value]) => allowed.includes(key) && value != null);
  return kept.length ? Object.fromEntries(kept) : undefined;
};

// A node as the model takes it: without what was not said.
function plain(node) {
  const out = { type: node.type };
  const attrs = given(node.attrs, ATTRIBUTES[node.type] ?? []);
  if (attrs) out.attrs = attrs;
  const marks = node.marks?.flatMap(({ type, attrs: own }) => {
    if (type !== "link") return [{ type }];
    return LINK.test(own.href) ? [{ type, attrs: { href: own.href } }] : [];
  });
  if (marks?.length) out.marks = marks;
  if (node.text != null) out.text = node.text;
  if (node.content) out.content = node.content.map(plain);
  return out;
}

const read = (json) => {
  try {
    return json ? JSON.parse(json) : "";
  } catch {
    return "";
  }
};

// What each step of the toolbar does, and which of them is on at the cursor.
const COMMANDS = {
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
  h1: (chain) => chain.toggleHeading({ level: 1 }),
  h2: (chain) => chain.toggleHeading({ level: 2 }),
  h3: (chain) => chain.toggleHeading({ level: 3 }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  underline: (chain) => chain.toggleUnderline(),
  strike: (chain) => chain.toggleStrike(),
  code: (chain) => chain.toggleCode(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  taskList: (chain) => chain.toggleTaskList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  codeBlock: (chain) => chain.toggleCodeBlock(),
  rule: (chain) => chain.setHorizontalRule(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  rowAfter: (chain) => chain.addRowAfter(),
  columnAfter: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  deleteTable: (chain) => chain.deleteTable(),
  link: (chain, href) => chain.extendMarkRange("link").setLink({ href }),
  unlink: (chain) => chain.extendMarkRange("link").unsetLink(),
};
const MARKS = ["bold", "italic", "underline", "strike", "code", "bulletList", "orderedList", "taskList", "blockquote", "codeBlock", "table", "link"];

// Puts an editor into an element. `onChange` hears the document as JSON ("" for an empty one), `onState` what is on.
export function mount(element, options) {
  const named = options.label ? { "aria-label": options.label } : { "aria-labelledby": options.labelledBy };
  const editor = new Editor({
    element,
    editable: options.editable,
    // Its styles are in the page's own sheet: the security policy lets in no others.
    injectCSS: false,
    content: read(options.content),
    extensions: [
      StarterKit.configure({
        heading: { levels: [1, 2, 3, 4] },
        link: { openOnClick: false, autolink: true, protocols: ["http", "https", "mailto"], HTMLAttributes: { rel: null, target: null } },
        trailingNode: false,
      }),
      TaskList,
      TaskItem.configure({ nested: true }),
      Table.configure({ resizable: false }),
      TableRow,
      TableHeader,
      TableCell,
      TextAlign.configure({ types: ["heading", "paragraph"] }),
    ],
    editorProps: {
      attributes: {
        id: options.id,
        class: "r-document c-richtext__text",
        role: "textbox",
        "aria-multiline": "true",
        "data-placeholder": options.placeholder ?? "",
        ...named,
        ...(options.describedBy ? { "aria-describedby": options.describedBy } : {}),
      },
    },
    onUpdate: ({ editor }) => options.onChange(editor.isEmpty ? "" : JSON.stringify(plain(editor.getJSON()))),
    onBlur: () => options.onBlur(""),
    onTransaction: ({ editor }) => tell(editor),
  });
  function tell(editor) {
    const on = MARKS.filter((name) => editor.isActive(name));
    for (const level of [1, 2, 3]) if (editor.isActive("heading", { level })) on.push(`h${level}`);
    element.toggleAttribute("data-empty", editor.isEmpty);
    options.onState(on.join(","));
  }
  tell(editor);
  return {
    run: (command, argument) => COMMANDS[command]?.(editor.chain().focus(), argument).run(),
    link: () => editor.getAttributes("link").href ?? "",
    set: (json) => editor.commands.setContent(read(json), { emitUpdate: false }),
    editable: (on) => editor.setEditable(on, false),
    dispose: () => editor.destroy(),
  };
}
