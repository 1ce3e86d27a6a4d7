#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Command, CommanderError } from 'commander';
import { PRODUCT_VERSION } from './version.ts';

// Compiled once, started fast afterwards; in our own folder, since anybody could put code into one below /tmp.
enableCompileCache(
  fileURLToPath(new URL('../node_modules/.cache/nginx-diagnose', import.meta.url)),
);
// Lines are short-lived: a young generation that does not grow keeps memory the same for 20 MB and for 2 GB.
setFlagsFromString('--semi-space-growth-factor=1');

// "npx" finds Node 24 beside us; a bare system Node would fail on the first type annotation it meets.
const program = new Command('nginx-diagnose')
  .description(
    'Says why an nginx upstream broke, how sure that is, what to check next and what to change.',
  )
  .version(PRODUCT_VERSION)
  .argument('[file...]', 'logs in any mix; "-" or nothing reads standard input')
  .option('--json', 'print the report as JSON')
  .option('--all', 'print every diagnosis, cause, check and fix in full')
  .option('--config <file>', 'nginx configuration: the output of nginx -T, or a part of it')
  .option('--nginx-version <version>', 'version of nginx, as nginx -v prints it')
  .option('--backend <name>', 'what the upstream runs: node, gunicorn, php-fpm …')
  .option('--platform <name>', 'where nginx runs: systemd, docker, kubernetes or ingress-nginx')
  .option('--tz <zone>', 'time zone that nginx writes its log in, as Europe/Berlin')
  .exitOverride()
  .configureOutput({
    outputError: (text, write) => write(`nginx-diagnose: ${withoutLabel(text)}`),
  })
  .addHelpText(
    'after',
    '\nExit status: 0 something was diagnosed, 1 nothing to diagnose, 2 wrong use.',
  )
  .action(async (files: string[], options) => {
    const { runDiagnose } = await import('./cli/diagnose.ts');
    process.exitCode = await runDiagnose(files, options);
  });

program
  .command('parse')
  .description('print the fields of every error line, one JSON object a line')
  .argument('[file...]')
  .action(async (files: string[]) => {
    const { runParse } = await import('./cli/parse.ts');
    process.exitCode = await runParse(files);
  });

program
  .command('rules')
  .description('check rule files and list what they know')
  .argument('[folder]', 'folder of rule files; without it the rules that are shipped')
  .action(async (folder: string | undefined) => {
    const { runRules } = await import('./cli/rules.ts');
    process.exitCode = runRules(folder);
  });

program
  .command('doctor')
  .description('check configuration, Slack, data and rules; says for each fault what to do')
  .option('--json', 'print the checks as JSON')
  .action(async (_options, command: Command) => {
    const { runDoctor } = await import('./cli/doctor.ts');
    // The option of the same name above would take it otherwise.
    process.exitCode = await runDoctor({ isJson: command.optsWithGlobals().json === true });
  });

// A reader that has seen enough ("| head") is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  const { UsageError } = await import('./cli/usage-error.ts');
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UsageError) {
    process.stderr.write(`nginx-diagnose: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}

function withoutLabel(text: string): string {
  const label = 'error: ';
  return text.startsWith(label) ? text.slice(label.length) : text;
}
