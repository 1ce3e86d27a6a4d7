import type { Speaker } from './speaker.ts';

// Linux: security/selinux/avc.c avc_audit_pre_callback() and avc_audit_post_callback(), security/apparmor/lib.c; behind auditd's
// "type=AVC msg=audit(…): " or the kernel's stamp. nginx itself is what was denied: comm is the name of its process.
export const AUDIT: readonly Speaker[] = [
  {
    program: 'audit',
    isHost: true,
    head: /^(?:(?:node=\S{1,100} )?type=(?:AVC|1400) msg=audit\(\d{1,12}\.\d{1,6}:\d{1,10}\): {0,2}|(?:\[ {0,8}\d{1,9}\.\d{1,9}\] )?(?:kernel: )?(?:\[ {0,8}\d{1,9}\.\d{1,9}\] )?audit: type=1400 audit\(\d{1,12}\.\d{1,6}:\d{1,10}\): {0,2})/,
    words: [
      [
        'denied',
        /^avc: {1,2}denied {1,2}\{ (?:name_connect|connectto|write|read|open|search|getattr)[a-z_ ]{0,60}\} for {1,2}pid=\d{1,10} comm="nginx" /,
      ],
      [
        'denied',
        /^apparmor="DENIED" operation="(?:connect|file_perm|create|sendmsg|open)" .{0,200}\bcomm="nginx"/,
      ],
    ],
  },
];
