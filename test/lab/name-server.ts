import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Backend } from './faulty-backend.ts';

const NO_SUCH_NAME = 3;

/** A name server on the loopback that knows no name: the question comes back, marked as an answer (RFC 1035, 4.1.1). */
export async function nameServerWithoutNames(): Promise<Backend> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const answer = Buffer.from(question);
    answer.writeUInt16BE(0x8180 + NO_SUCH_NAME, 2);
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    connections: () => 0,
    open: new Set(),
    async [Symbol.asyncDispose]() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
