/**
 * A small template language that escapes HTML unless told otherwise.
 *
 *   {{ user.name | upper }}   value, through filters, escaped      {{{ html }}}   as it is
 *   {{#if items}} … {{else}} … {{/if}}
 *   {{#each items as item}} {{ item }} {{ loop.index }} {{/each}}
 */

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Raised for a malformed template; `line` counts from 1. */
export class TemplateError extends Error {
  constructor(problem, line) {
    super(`line ${line}: ${problem}`);
    this.name = 'TemplateError';
    this.line = line;
  }
}

/** @param {unknown} value */
export function escapeHtml(value) {
  return String(value).replace(/[&<>"']/g, (char) => ENTITIES[char]);
}

/**
 * Follows a dotted path through own properties only, so that `constructor` and the like stay out
 * of reach.
 *
 * @param {object} scope
 * @param {string} path
 */
export function lookUp(scope, path) {
  let value = scope;
  for (const name of path.split('.')) {
    if (value === null || value === undefined || !Object.hasOwn(Object(value), name)) return undefined;
    value = value[name];
  }
  return value;
}

/**
 * Splits the source into text and tags.
 *
 * @param {string} source
 * @returns {{type: 'text' | 'raw' | 'tag', body: string, line: number}[]}
 */
export function tokenize(source) {
  const tokens = [];
  let line = 1;
  let end = 0;
  for (const match of source.matchAll(/\{\{\{([^{}]*)\}\}\}|\{\{([^{}]*)\}\}/g)) {
    const text = source.slice(end, match.index);
    if (text) tokens.push({ type: 'text', body: text, line });
    line += text.split('\n').length - 1;
    const [whole, raw, tag] = match;
    tokens.push({ type: raw === undefined ? 'tag' : 'raw', body: (raw ?? tag).trim(), line });
    line += whole.split('\n').length - 1;
    end = match.index + whole.length;
  }
  if (end < source.length) tokens.push({ type: 'text', body: source.slice(end), line });
  return tokens;
}

/**
 * Builds the tree of a template. A stack holds the blocks that are still open.
 *
 * @param {string} source
 */
export function parseTemplate(source) {
  const root = { type: 'root', body: [] };
  const open = [root];
  let target = root.body;
  for (const { type, body, line } of tokenize(source)) {
    const block = open.at(-1);
    if (type === 'text') {
      target.push({ type: 'text', text: body });
    } else if (type === 'tag' && body.startsWith('#')) {
      const each = /^#each\s+([\w.]+)\s+as\s+(\w+)$/.exec(body);
      const condition = /^#if\s+([\w.]+)$/.exec(body);
      if (!each && !condition) throw new TemplateError(`unknown block {{${body}}}`, line);
      const node = each
        ? { type: 'each', path: each[1], name: each[2], body: [], otherwise: [], line }
        : { type: 'if', path: condition[1], body: [], otherwise: [], line };
      target.push(node);
      open.push(node);
      target = node.body;
    } else if (type === 'tag' && body === 'else') {
      if (block === root || target === block.otherwise) throw new TemplateError('stray {{else}}', line);
      target = block.otherwise;
    } else if (type === 'tag' && body.startsWith('/')) {
      if (body.slice(1) !== block.type) throw new TemplateError(`{{${body}}} closes nothing`, line);
      open.pop();
      const parent = open.at(-1);
      // The block may itself stand in the else branch of its parent.
      target = parent.body.at(-1) === block ? parent.body : parent.otherwise;
    } else {
      const [path, ...filters] = body.split('|').map((part) => part.trim());
      if (!/^\w+(\.\w+)*$/.test(path)) throw new TemplateError(`not a value: "${body}"`, line);
      target.push({ type: 'value', path, filters, escape: type === 'tag', line });
    }
  }
  if (open.length > 1) throw new TemplateError(`{{#${open.at(-1).type}}} is never closed`, open.at(-1).line);
  return root.body;
}

/** Whether a value counts as true in `{{#if}}`; an empty list does not. */
const isTruthy = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/**
 * Compiles a template into a function from data to text.
 *
 * @param {string} source
 * @param {Record<string, (value: unknown) => unknown>} [filters]
 * @returns {(data: object) => string}
 */
export function compileTemplate(source, filters = {}) {
  const renderAll = (nodes, scope) => nodes.map((node) => renderNode(node, scope)).join('');
  const renderNode = (node, scope) => {
    if (node.type === 'text') return node.text;
    const value = lookUp(scope, node.path);
    if (node.type === 'if') return renderAll(isTruthy(value) ? node.body : node.otherwise, scope);
    if (node.type === 'each') {
      const items = [...(value ?? [])];
      if (items.length === 0) return renderAll(node.otherwise, scope);
      return items
        .map((item, index) => {
          const loop = { index, first: index === 0, last: index === items.length - 1 };
          return renderAll(node.body, { ...scope, [node.name]: item, loop });
        })
        .join('');
    }
    const filtered = node.filters.reduce((current, name) => {
      if (!Object.hasOwn(filters, name)) throw new TemplateError(`unknown filter "${name}"`, node.line);
      return filters[name](current);
    }, value);
    return node.escape ? escapeHtml(filtered ?? '') : String(filtered ?? '');
  };
  const tree = parseTemplate(source);
  return (data) => renderAll(tree, data);
}
