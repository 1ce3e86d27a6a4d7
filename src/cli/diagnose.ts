import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadRuleBook } from '../diagnosis/load-rules.ts';
import type { RuleBook } from '../diagnosis/rule-book.ts';
import { PLATFORMS } from '../facts/platform.ts';
import { isZone } from '../log/zone.ts';
import { diagnose } from '../pipeline.ts';
import { renderTerminal } from '../reply/terminal.ts';
import { checkReadable, sourcesFrom } from './sources.ts';
import { UsageError } from './usage-error.ts';

export type DiagnoseOptions = {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly config?: string;
  readonly nginxVersion?: string;
  readonly backend?: string;
  readonly platform?: string;
  readonly tz?: string;
};

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const VERSION = /(?:^|\/)(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)(?:[-+ ].*)?$/;
const BACKEND = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/;

/** Prints the diagnosis of the files; returns the exit status: 0 something was diagnosed, 1 nothing to diagnose. */
export async function runDiagnose(
  files: readonly string[],
  options: DiagnoseOptions,
): Promise<number> {
  const told = {
    nginxVersion: versionFrom(options.nginxVersion),
    backend: backendFrom(options.backend),
    platform: platformFrom(options.platform),
    zone: zoneFrom(options.tz),
  };
  const config = options.config === undefined ? undefined : readConfigFile(options.config);
  const sources = sourcesFrom(files);
  const book = loadRuleBook(RULES);
  if (told.backend !== undefined) hintAtBackends(told.backend, book.backends);
  const report = await diagnose({ sources, config, told }, book);
  if (options.json === true) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else
    process.stdout.write(
      renderTerminal(report, {
        isColour: process.stdout.isTTY && process.stdout.hasColors(),
        isEverything: options.all === true,
      }),
    );
  if (report.read.lines === 0)
    process.stderr.write(
      'nginx-diagnose: there was nothing to read; give a file or paste lines of error.log\n',
    );
  return report.diagnoses.length > 0 ? 0 : 1;
}

function versionFrom(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const version = VERSION.exec(text.trim())?.[1];
  if (version === undefined)
    throw new UsageError(
      `--nginx-version takes a version such as 1.22.1, not "${text.slice(0, 40)}"`,
    );
  return version;
}

function backendFrom(text: string | undefined): string | undefined {
  if (text !== undefined && !BACKEND.test(text)) {
    throw new UsageError('--backend takes one word such as node, gunicorn or php-fpm');
  }
  return text;
}

/** What is not in the table is no mistake: the diagnosis only knows less. */
function hintAtBackends(name: string, backends: RuleBook['backends']): void {
  const word = name.toLowerCase();
  if (backends.some((one) => one.backend === word || one.names.includes(word))) return;
  const known = backends.map((one) => one.backend).join(', ');
  process.stderr.write(
    `nginx-diagnose: nothing is known of --backend ${name}; known are ${known}\n`,
  );
}

function platformFrom(text: string | undefined): string | undefined {
  if (text !== undefined && !(PLATFORMS as readonly string[]).includes(text)) {
    throw new UsageError(`--platform takes ${PLATFORMS.join(', ')}, not "${text.slice(0, 40)}"`);
  }
  return text;
}

function zoneFrom(text: string | undefined): string | undefined {
  if (text !== undefined && !isZone(text)) {
    throw new UsageError(
      `--tz takes a time zone such as Europe/Berlin or UTC, not "${text.slice(0, 40)}"`,
    );
  }
  return text;
}

/** A configuration larger than this is no configuration. */
const LARGEST_CONFIG_BYTES = 8_388_608;

function readConfigFile(file: string): { name: string; text: string } {
  checkReadable(file);
  const bytes = readFileSync(file);
  if (bytes.length > LARGEST_CONFIG_BYTES)
    throw new UsageError(`--config ${file} is larger than 8 MB`);
  return { name: file, text: bytes.toString('utf8') };
}
