import { ANY_MASTER } from './any-master.ts';
import { APACHE } from './apache.ts';
import { AUDIT } from './audit.ts';
import { CONTAINERS } from './containers.ts';
import { DOTNET } from './dotnet.ts';
import { GO } from './go.ts';
import { JAVA } from './java.ts';
import { KERNEL } from './kernel.ts';
import { MIDDLEBOXES } from './middleboxes.ts';
import { NODE } from './node.ts';
import { PHP_FPM } from './php-fpm.ts';
import { PYTHON } from './python.ts';
import { RUBY } from './ruby.ts';
import type { Speaker } from './speaker.ts';
import { SUPERVISORS } from './supervisors.ts';
import { SYSTEMD } from './systemd.ts';
import { UWSGI } from './uwsgi.ts';

/** Every program whose lines are read as witnesses. */
export const SPEAKERS: readonly Speaker[] = [
  ...KERNEL,
  ...AUDIT,
  ...SYSTEMD,
  ...SUPERVISORS,
  ...PHP_FPM,
  ...PYTHON,
  ...UWSGI,
  ...RUBY,
  ...NODE,
  ...JAVA,
  ...DOTNET,
  ...GO,
  ...APACHE,
  ...CONTAINERS,
  ...MIDDLEBOXES,
  ...ANY_MASTER,
];
