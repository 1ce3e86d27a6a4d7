import type { Speaker } from './speaker.ts';

// gunicorn/arbiter.py, gunicorn/sock.py, gunicorn/workers/base.py handle_error(), gunicorn/http/errors.py; hypercorn logs in gunicorn's
// form (hypercorn/logging.py, hypercorn/run.py), and uvicorn's worker class through gunicorn. uvicorn/server.py,
// uvicorn/protocols/http/*_impl.py, uvicorn/supervisors/multiprocess.py, uvicorn/logging.py. daphne/server.py. django runserver.py.
// CPython Modules/faulthandler.c. "Booting worker" and "Started server process" come at every start and prove no end.
export const PYTHON: readonly Speaker[] = [
  {
    program: 'gunicorn',
    head: /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}\] \[\d{1,10}\] (?=\[[A-Z]{4,8}\] )/,
    words: [
      ['worker-timeout', /^\[CRITICAL\] WORKER TIMEOUT \(pid:(?<pid>\d{1,10})\)/],
      [
        'killed',
        /^\[(?:ERROR|WARNING)\] Worker \(pid:(?<pid>\d{1,10})\) was sent SIG(?:KILL|TERM)!/,
      ],
      [
        'killed',
        /^\[WARNING\] Worker with pid (?<pid>\d{1,10}) was terminated due to signal (?:9|15)\b/,
      ],
      [
        'segfault',
        /^\[(?:ERROR|WARNING)\] Worker \(pid:(?<pid>\d{1,10})\) was sent SIG(?:SEGV|ABRT|BUS|ILL|FPE)!/,
      ],
      [
        'segfault',
        /^\[WARNING\] Worker with pid (?<pid>\d{1,10}) was terminated due to signal (?:4|6|7|8|11)\b/,
      ],
      [
        'unhandled-exception',
        /^\[ERROR\] (?:Worker \(pid:(?<pid>\d{1,10})\) exited with code (?!0)\d{1,3}|Exception in worker process|(?:Reason: )?Worker failed to boot)/,
      ],
      [
        'restart-deploy',
        /^\[INFO\] (?:Handling signal: (?:term|hup|quit|int|usr2|winch)\b|Shutting down: Master)/,
      ],
      // One address only: with a second one it may well be reached.
      [
        'listens-on-loopback',
        /^\[INFO\] (?:Listening at: |Running on )https?:\/\/(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|localhost):\d{1,5} \(/,
      ],
      // max_requests: the worker ends, and with it the connections that nginx kept to it.
      ['restart-deploy', /^\[INFO\] Autorestarting worker after current request\./],
      ['port-taken', /^\[ERROR\] Connection in use: \('/],
      // A record of TLS starts with 16 03, HTTP/2 with this request line.
      [
        'wrong-protocol',
        /^\[WARNING\] Invalid request from ip=\S{1,60}: Invalid (?:HTTP request line|HTTP method|request line): ['"](?:\\x16\\x03|PRI \* HTTP)/,
      ],
      ['wrong-protocol', /^\[WARNING\] Invalid HTTP request received\./],
      [
        'header-limit',
        /^\[WARNING\] Invalid request from ip=\S{1,60}: (?:limit request headers fields(?: size)?|Request Line is too large \(\d{1,9} > \d{1,9}\)|Error parsing headers: 'limit request headers fields(?: size)?')/,
      ],
    ],
  },
  {
    program: 'uvicorn',
    head: /^(?:INFO: {5}|WARNING: {2}|ERROR: {4})/,
    words: [
      [
        'listens-on-loopback',
        /^Uvicorn running on (?:https?:\/\/(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|localhost):\d{1,5} |socket \('(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)', \d{1,5})/,
      ],
      ['wrong-protocol', /^Invalid HTTP request received\./],
      [
        'port-taken',
        /^\[Errno (?:48|98)\] error while attempting to bind on address \('[0-9a-fA-F.:]{2,45}', \d{1,5}[^)]{0,20}\): (?:\[errno \d{1,3}\] )?address already in use/,
      ],
      ['restart-deploy', /^Maximum request limit of \d{1,9} exceeded\. Terminating process\./],
      ['unhandled-exception', /^Child process \[\d{1,10}\] died/],
      ['restart-deploy', /^(?:Shutting down$|Finished server process \[\d{1,10}\])/],
    ],
  },
  {
    program: 'daphne',
    head: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?:INFO|WARNING|CRITICAL) {1,6}/,
    words: [
      [
        'listens-on-loopback',
        /^Listening on TCP address (?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]):\d{1,5}$/,
      ],
      [
        'port-taken',
        /^Listen failure: Couldn't listen on \S{1,60}: \[Errno \d{1,3}\] Address already in use/,
      ],
    ],
  },
  {
    program: 'python',
    head: /^(?=Fatal Python error: |Starting development server at )/,
    words: [
      [
        'segfault',
        /^Fatal Python error: (?:Segmentation fault|Bus error|Aborted|Illegal instruction)/,
      ],
      [
        'listens-on-loopback',
        /^Starting development server at http:\/\/(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\]):\d{1,5}\/$/,
      ],
    ],
  },
];
