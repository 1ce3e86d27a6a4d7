import type { Block, Content, Inline, RichText } from '../../src/reply/block-kit.ts';

/** A picture of a message about as Slack draws it: for judging what stands on the first screen, not for its colours. */
export function messageHtml(content: Content, width: 'phone' | 'phone whole' | 'desktop'): string {
  const blocks = content.blocks.map(blockHtml).join('\n');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>reply</title><style>${STYLE}</style></head>
<body class="${width}"><header>Thread<small># alerts</small></header>
<article><div class="avatar"></div><div class="message"><b>nginx-diagnose</b> <small>APP 09:14</small>
${blocks}</div></article><footer>Add a reply…</footer></body></html>`;
}

// Sizes of Slack's clients: 15 px on 22, code at 12 on 18, blocks 8 px apart, an avatar of 36 px.
const STYLE = `
* { box-sizing: border-box } body { margin: 0; font: 15px/22px Lato, sans-serif; color: #1d1c1d; background: #fff }
.phone { width: 390px } .desktop { width: 760px }
header { height: 96px; padding: 48px 16px 0; font-weight: 900; border-bottom: 1px solid #ddd } header small { margin-left: 8px }
.desktop header { height: 49px; padding-top: 13px }
footer { position: fixed; top: 760px; left: 0; width: 390px; height: 84px; padding: 16px; border-top: 1px solid #ddd; background: #fff; color: #616061 } .desktop footer, .whole footer { display: none }
article { display: flex; gap: 8px; padding: 8px 16px } small { color: #616061; font-size: 12px }
.avatar { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #139a43 } .message { min-width: 0; flex: 1 }
.block { margin: 4px 0 8px; overflow-wrap: anywhere }
pre { margin: 4px 0; padding: 8px; border: 1px solid #ddd; border-radius: 4px; background: #f8f8f8; font: 12px/18px "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere }
code { padding: 2px 3px; border: 1px solid #ddd; border-radius: 3px; background: #f8f8f8; color: #c01343; font: 12px "DejaVu Sans Mono", monospace }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid #ddd }
ul, ol { margin: 0; padding-left: 24px } .user { background: #e8f5fa; color: #1264a3 } a { color: #1264a3 }
.actions { display: flex; flex-wrap: wrap; gap: 8px } .context { font-size: 12px; color: #616061 }
button, select { height: 36px; padding: 0 12px; border: 1px solid #bbb; border-radius: 4px; background: #fff; font: 700 13px Lato, sans-serif }
button.primary { background: #007a5a; color: #fff; border-color: #007a5a } button.danger { color: #e01e5a }
h3 { margin: 8px 0; font-size: 18px } hr { border: 0; border-top: 1px solid #ddd }`;

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'rich_text':
      return `<div class="block">${block.elements.map(elementHtml).join('')}</div>`;
    case 'actions':
      return `<div class="block actions">${block.elements.map(actionHtml).join('')}</div>`;
    case 'header':
      return `<h3>${escaped(block.text.text)}</h3>`;
    case 'divider':
      return '<hr>';
    case 'context':
      return `<div class="block context">${block.elements.map(({ text }) => escaped(text)).join(' ')}</div>`;
  }
}

function elementHtml(element: RichText['elements'][number]): string {
  switch (element.type) {
    case 'rich_text_section':
      return `<div>${element.elements.map(inlineHtml).join('')}</div>`;
    case 'rich_text_preformatted':
      return `<pre>${element.elements.map(inlineHtml).join('')}</pre>`;
    case 'rich_text_quote':
      return `<blockquote>${element.elements.map(inlineHtml).join('')}</blockquote>`;
    case 'rich_text_list': {
      const items = element.elements.map(
        ({ elements }) => `<li>${elements.map(inlineHtml).join('')}</li>`,
      );
      return element.style === 'ordered'
        ? `<ol>${items.join('')}</ol>`
        : `<ul>${items.join('')}</ul>`;
    }
  }
}

function inlineHtml(piece: Inline): string {
  switch (piece.type) {
    case 'user':
      return `<span class="user">@${escaped(piece.user_id)}</span>`;
    case 'link':
      return `<a href="#">${escaped(piece.text)}</a>`;
    case 'text': {
      const { bold, italic, code } = piece.style ?? {};
      const wrap = (tag: string, is: true | undefined, inner: string): string =>
        is === true ? `<${tag}>${inner}</${tag}>` : inner;
      return wrap('b', bold, wrap('i', italic, wrap('code', code, escaped(piece.text))));
    }
  }
}

function actionHtml(element: Extract<Block, { type: 'actions' }>['elements'][number]): string {
  switch (element.type) {
    case 'button':
      return `<button class="${element.style ?? ''}">${escaped(element.text.text)}</button>`;
    case 'overflow':
      return '<button>⋯</button>';
    case 'static_select':
      return `<select><option>${escaped(element.placeholder.text)}</option></select>`;
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
