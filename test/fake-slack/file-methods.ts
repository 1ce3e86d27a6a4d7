import { type Base, IDENTITY, newId } from './base.ts';
import type { Json } from './json.ts';
import { type Method, needed, type Parts, Refusal } from './method.ts';

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.info': { scope: () => 'files:read', perMinute: 100, run: info },
};

function info(parts: Parts, args: Json): Json {
  const file = parts.base.workspace.files.get(needed(args, 'file'));
  if (file === undefined) throw new Refusal('file_not_found');
  return { file: file.object };
}

export type NewFile = {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly mode?: 'snippet' | 'hosted';
  /** Of another workspace: the message names the file without an address. */
  readonly connect?: boolean;
  /** Where the download sends on to: a token must not follow. */
  readonly redirectTo?: string;
};

/** Uploads a file; what a message says of it. */
export function addFile(base: Base, file: NewFile): Json {
  const id = newId('F');
  const bytes = typeof file.content === 'string' ? Buffer.from(file.content) : file.content;
  const url = `${base.origin()}/files-pri/${IDENTITY.teamId}-${id}`;
  const path = encodeURIComponent(file.name);
  const head = Buffer.from(bytes.subarray(0, 500)).toString();
  const object = {
    id,
    created: Math.floor(Date.now() / 1_000),
    name: file.name,
    title: file.name,
    mimetype: 'text/plain',
    filetype: 'text',
    mode: file.mode ?? 'snippet',
    size: bytes.length,
    url_private: `${url}/${path}`,
    url_private_download: `${url}/download/${path}`,
    preview: head.split('\n').slice(0, 5).join('\n'),
    file_access: 'visible',
  };
  base.workspace.files.set(id, { object, bytes, redirectTo: file.redirectTo });
  if (file.connect !== true) return object;
  return { id, created: object.created, mode: 'file_access', file_access: 'check_file_info' };
}
