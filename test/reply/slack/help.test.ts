import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { helpContent } from '../../../src/reply/slack/help.ts';

const { features } = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'));
const [shortcut] = features.shortcuts.filter(
  ({ type }: { readonly type: string }) => type === 'message',
);
const CODE = /"text":"([^"]+)","style":\{"code":true\}/g;

test.each([shortcut.name, features.slash_commands[0].command])(
  'help names %s as the manifest does',
  (name) => {
    const named = [...JSON.stringify(helpContent().blocks).matchAll(CODE)].map(([, text]) => text);
    expect(named).toContain(name);
  },
);
