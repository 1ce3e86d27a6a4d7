import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { remoteFileSystem } from '../../src/store/data-directory.ts';

test.each([
  ['nfs', 0x6969],
  ['smb', 0x517b],
  ['cifs', 0xff534d42],
  ['cifs', 0xff534d42 | 0],
  ['fuse', 0x65735546],
  ['9p', 0x01021997],
])('%s (%i) is a file system of another machine', (kind, type) => {
  expect(remoteFileSystem(type)).toBe(kind);
});

test.each([
  ['ext4', 0xef53],
  ['xfs', 0x58465342],
  ['btrfs', 0x9123683e],
  ['btrfs', 0x9123683e | 0],
  ['tmpfs', 0x01021994],
  ['overlay', 0x794c7630],
  ['zfs', 0x2fc12fc1],
  ['that of this test', statfsSync(tmpdir()).type],
])('%s (%i) is local', (_kind, type) => {
  expect(remoteFileSystem(type)).toBeUndefined();
});
