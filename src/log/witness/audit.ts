import type { Speaker } from './speaker.ts';

// Linux: security/selinux/avc.c avc_audit_pre_callback() and avc_audit_post_callback(), security/apparmor/lib.c; behind auditd's
// "type=AVC msg=audit(…): " or the kernel's stamp. nginx itself is what was denied: comm is the name of its
// process. Only what a connection takes counts: a port, a socket, to write to its file, to enter a folder; not the files nginx serves.
export const AUDIT: readonly Speaker[] = [
  {
    program: 'audit',
    isHost: true,
    head: /^(?:(?:node=\S{1,100} )?type=(?:AVC|1400) msg=audit\(\d{1,12}\.\d{1,6}:\d{1,10}\): {0,2}|(?:\[ {0,8}\d{1,9}\.\d{1,9}\] )?(?:kernel: )?(?:\[ {0,8}\d{1,9}\.\d{1,9}\] )?audit: type=1400 audit\(\d{1,12}\.\d{1,6}:\d{1,10}\): {0,2})/,
    words: [
      [
        'denied',
        /^avc: {1,2}denied {1,2}\{ (?:name_connect|connectto|search|write(?= \}.{1,600} tclass=sock_file\b)) \} for {1,2}pid=\d{1,10} comm="nginx" /,
      ],
      ['denied', /^apparmor="DENIED" operation="connect" .{0,200}\bcomm="nginx"/],
    ],
  },
];
