/*
 * A DNS server that answers at once, as a process of its own: A with one address, all else with none. It
 * does next to nothing for an answer, so that a client's cost is what is measured. Sends its parent
 * `ip:port`.
 */
import { createSocket } from 'node:dgram';

const BUFFER_BYTES = 4 * 1024 * 1024;
const HEADER_BYTES = 12;
const TYPE_A = 1;
/** A pointer to the question's name; A, IN, TTL 300, four octets. */
const ANSWER = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 198, 51, 100, 7]);

const socket = createSocket({ type: 'udp4', recvBufferSize: BUFFER_BYTES, sendBufferSize: BUFFER_BYTES });
socket.on('message', (query, { address, port }) => {
  let end = HEADER_BYTES;
  while ((query[end] ?? 0) !== 0) end += (query[end] ?? 0) + 1;
  const type = query.readUInt16BE(end + 1);
  const question = query.subarray(0, end + 5);
  const answers = type === TYPE_A ? 1 : 0;
  question.writeUInt16BE(0x8180, 2);
  question.writeUInt16BE(answers, 6);
  question.writeUInt32BE(0, 8);
  const reply = answers === 0 ? question : Buffer.concat([question, ANSWER]);
  socket.send(reply, port, address, () => undefined);
});
socket.bind(0, '127.0.0.1', () => {
  process.send?.(`127.0.0.1:${socket.address().port}`);
});
process.on('disconnect', () => process.exit());
