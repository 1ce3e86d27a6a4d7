import { createServer as createHttp2Server } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import { type Backend, serve } from './faulty-backend.ts';

/** Whether a backend closes the connection where the protocol asks it to. */
export type Manners = 'obeys' | 'keeps';

const OK = 'Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nok';

/** FastCGI (its specification, sections 3.3 and 5): answers once the request body ended. */
export function fastcgiBackend(manners: Manners): Promise<Backend> {
  const onConnection = (socket: Socket): void => {
    let asksToKeep = false;
    const onRecord = ({ type, body }: FastcgiRecord): void => {
      if (type === BEGIN_REQUEST) asksToKeep = (body.at(2) ?? 0) % 2 === 1;
      if (type !== STDIN || body.length > 0) return;
      socket.write(Buffer.concat([stdout(OK), stdout(''), END_OF_REQUEST]));
      if (manners === 'obeys' && !asksToKeep) socket.end();
    };
    let pending = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      for (let record = recordIn(pending); record !== undefined; record = recordIn(pending)) {
        pending = pending.subarray(record.end);
        onRecord(record);
      }
    });
  };
  return serve(createServer(onConnection));
}

const BEGIN_REQUEST = 1;
const END_REQUEST = 3;
const STDIN = 5;
const STDOUT = 6;
const HEAD_LENGTH = 8;

type FastcgiRecord = { readonly type: number; readonly body: Buffer; readonly end: number };

function recordIn(bytes: Buffer): FastcgiRecord | undefined {
  if (bytes.length < HEAD_LENGTH) return undefined;
  const bodyEnd = HEAD_LENGTH + bytes.readUInt16BE(4);
  const end = bodyEnd + bytes.readUInt8(6);
  if (bytes.length < end) return undefined;
  return { type: bytes.readUInt8(1), body: bytes.subarray(HEAD_LENGTH, bodyEnd), end };
}

function recordOf(type: number, body: Buffer): Buffer {
  const head = Buffer.from([1, type, 0, 1, 0, 0, 0, 0]);
  head.writeUInt16BE(body.length, 4);
  return Buffer.concat([head, body]);
}

const stdout = (text: string): Buffer => recordOf(STDOUT, Buffer.from(text));
const END_OF_REQUEST = recordOf(END_REQUEST, Buffer.alloc(8));

/** uwsgi has no word for keeping a connection: one packet with the variables, one answer as in HTTP. */
export function uwsgiBackend(manners: Manners): Promise<Backend> {
  const onConnection = (socket: Socket): void => {
    let pending = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      if (pending.length < 4 || pending.length < 4 + pending.readUInt16LE(1)) return;
      pending = Buffer.alloc(0);
      socket.write(`HTTP/1.1 200 OK\r\n${OK}`);
      if (manners === 'obeys') socket.end();
    });
  };
  return serve(createServer(onConnection));
}

/** gRPC over plain HTTP/2, where nobody asks anybody to close. */
export function grpcBackend(): Promise<Backend> {
  const server = createHttp2Server();
  server.on('stream', (stream) => {
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '0' });
    stream.end('ok');
  });
  return serve(server);
}
