import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/pipeline.ts';
import { freePort, startNginx } from './nginx-process.ts';
import { NGINXES } from './nginx-versions.ts';
import { shippedRules } from './rule-texts.ts';
import { until } from './until.ts';

const BOOK = shippedRules();
const PREPARE = BOOK.checks.find(({ id }) => id === 'upstream-timing-log')?.prepare;
const REQUESTS = 6;
const [format = '', log = ''] = (PREPARE?.snippet ?? '')
  .replace('/var/log/nginx/', '')
  .split('access_log ');

describe.each(NGINXES)('the log format that is offered, on nginx $version', (nginx) => {
  test('is written by nginx and read by the product, field by field', async () => {
    const nobody = await freePort();
    await using running = await startNginx(nginx, {
      // The lab has access_log off around it, so the line stands in the server.
      http: (listen) =>
        `${format} server { listen ${listen}; access_log ${log} location / { proxy_pass http://127.0.0.1:${nobody}; } }`,
    });
    for (let sent = 0; sent < REQUESTS; sent += 1)
      await fetch(`http://127.0.0.1:${running.port}/cart%22x?n=${sent}`);
    const timing = (): string => running.fileText('upstream-timing.log');
    await until('every request is logged', () => timing().split('\n').length > REQUESTS);
    const report = await diagnose(
      {
        sources: [
          { name: 'error.log', chunks: [Buffer.from(running.errorLines().join('\n'))] },
          { name: 'upstream-timing.log', chunks: [Buffer.from(timing())] },
        ],
        told: {},
      },
      BOOK,
    );
    expect(report.sources.map(({ kind }) => kind)).toEqual(['error-log', 'access-log']);
    expect(report.read.unrecognised).toBe(0);
    // Known now, so no check asks for it any more.
    expect(report.diagnoses[0]?.checks.map(({ id }) => id)).not.toContain('upstream-timing-log');
  });
});
