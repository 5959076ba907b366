/** The document in each of the answers below. */
export const DOCUMENT = '{"m.server":"hs.example:443"}';

const LENGTH = DOCUMENT.length;
/** An answer of the given lines, each with its end, and the document. */
const answer = (lines: readonly string[], body = DOCUMENT, end = '\r\n') =>
  `${lines.map((line) => `${line}${end}`).join('')}${end}${body}`;
const headed = (...headers: string[]) => answer(['HTTP/1.1 200 OK', ...headers]);
const sized = (...headers: string[]) => headed(...headers, `Content-Length: ${LENGTH}`);
const started = (line: string) => answer([line, `Content-Length: ${LENGTH}`]);
const chunked = (body: string, ...headers: string[]) =>
  answer(['HTTP/1.1 200 OK', ...headers, 'Transfer-Encoding: chunked'], body);
const CHUNK = `${LENGTH.toString(16)}\r\n${DOCUMENT}\r\n`;

/** What servers send that RFC 9112 does not allow, or hardly, by what is wrong with it. */
export const MALFORMED: Readonly<Record<string, string>> = {
  'nothing wrong': sized(),
  // The status line.
  'no reason': started('HTTP/1.1 200'),
  'a space and no reason': started('HTTP/1.1 200 '),
  'two spaces before the status': started('HTTP/1.1  200 OK'),
  'a tab before the status': started('HTTP/1.1\t200 OK'),
  'HTTP/1.0': started('HTTP/1.0 200 OK'),
  'HTTP/1.2': started('HTTP/1.2 200 OK'),
  'HTTP/2 in words': started('HTTP/2 200 OK'),
  'HTTP/2.0 in words': started('HTTP/2.0 200 OK'),
  'HTTP/0.9 in words': started('HTTP/0.9 200 OK'),
  'HTTP/3.0 in words': started('HTTP/3.0 200 OK'),
  'HTTP without a version': started('HTTP 200 OK'),
  'http in small letters': started('http/1.1 200 OK'),
  'a radio station': started('ICY 200 OK'),
  'a status of two digits': started('HTTP/1.1 20 OK'),
  'a status of four digits': started('HTTP/1.1 2000 OK'),
  'status 099': started('HTTP/1.1 099 OK'),
  'status 999': started('HTTP/1.1 999 OK'),
  'status in words': started('HTTP/1.1 OK'),
  'raw UTF-8 in the reason': started('HTTP/1.1 200 Schön'),
  'a control character in the reason': started('HTTP/1.1 200 O\x01K'),
  'an empty line before': `\r\n${sized()}`,
  'spaces before': `  ${sized()}`,
  'a byte order mark before': `\ufeff${sized()}`,
  'a page without a head': '<!doctype html><title>Hello</title>',
  'another protocol': 'SSH-2.0-OpenSSH_9.6\r\n',
  nothing: '',
  'half a status line': 'HTTP/1.1 2',
  'half a head': 'HTTP/1.1 200 OK\r\nContent-Le',
  // Names and values.
  'a space before a colon': sized('X-Name : 1'),
  'a tab before a colon': sized('X-Name\t: 1'),
  'a space in a name': sized('X Name: 1'),
  'a space before a name': answer(['HTTP/1.1 200 OK', ' X-Name: 1', `Content-Length: ${LENGTH}`]),
  'a header without a colon': sized('X-Name'),
  'a header without a name': sized(': 1'),
  'a header without a value': sized('X-Name:'),
  'a name with brackets': sized('X[Name]: 1'),
  'a name with a quote': sized('"X-Name": 1'),
  'a name in UTF-8': sized('X-Näme: 1'),
  'a name with a slash': sized('X/Name: 1'),
  'a control character in a name': sized('X-\x01Name: 1'),
  'a zero in a name': sized('X-\0Name: 1'),
  'a zero in a value': sized('X-Name: a\0b'),
  'a control character in a value': sized('X-Name: a\x01b'),
  'a delete in a value': sized('X-Name: a\x7fb'),
  'raw UTF-8 in a value': sized('X-Name: Bäckerei ✓'),
  'a folded value': sized('X-Name: a\r\n b'),
  'a lone carriage return in a value': sized('X-Name: a\rb'),
  'a status line among the headers': sized('HTTP/1.1 200 OK'),
  'a warning of PHP among the headers': sized(
    '<br />',
    '<b>Warning</b>:  Cannot modify header information in <b>/var/www/x.php</b>',
  ),
  'bare line feeds': answer(['HTTP/1.1 200 OK', `Content-Length: ${LENGTH}`], DOCUMENT, '\n'),
  'a bare line feed at the end of the head': `HTTP/1.1 200 OK\r\nContent-Length: ${LENGTH}\r\n\n${DOCUMENT}`,
  'bare carriage returns': answer(['HTTP/1.1 200 OK', `Content-Length: ${LENGTH}`], DOCUMENT, '\r'),
  // Lengths.
  'a space before the colon of the length': headed(`Content-Length : ${LENGTH}`),
  'the length twice': sized(`Content-Length: ${LENGTH}`),
  'the length three times': sized(`Content-Length: ${LENGTH}`, `content-length: ${LENGTH}`),
  'the length twice, in one line': headed(`Content-Length: ${LENGTH}, ${LENGTH}`),
  'two lengths, the longer one last': headed(`Content-Length: 5`, `Content-Length: ${LENGTH}`),
  'two lengths, the shorter one last': headed(`Content-Length: ${LENGTH}`, 'Content-Length: 5'),
  'an empty length': headed('Content-Length:'),
  'a length in words': headed('Content-Length: many'),
  'a length with a unit': headed(`Content-Length: ${LENGTH} bytes`),
  'a length with a plus': headed(`Content-Length: +${LENGTH}`),
  'a length with zeros': headed(`Content-Length: 000${LENGTH}`),
  'a length with a point': headed(`Content-Length: ${LENGTH}.0`),
  'a length in hexadecimal': headed('Content-Length: 0x1d'),
  'a negative length': headed('Content-Length: -1'),
  'a length beyond 64 bits': headed('Content-Length: 99999999999999999999'),
  'a length that is too long': headed('Content-Length: 99'),
  'a length that is too short': headed('Content-Length: 5'),
  'no length': headed(),
  // Transfer codings.
  'a length beside chunks': chunked(`${CHUNK}0\r\n\r\n`, 'Content-Length: 5'),
  'chunked twice': chunked(`${CHUNK}0\r\n\r\n`, 'Transfer-Encoding: chunked'),
  'chunked twice, in one line': answer(
    ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked, chunked'],
    `${CHUNK}0\r\n\r\n`,
  ),
  'chunked in capitals': answer(['HTTP/1.1 200 OK', 'Transfer-Encoding: CHUNKED'], `${CHUNK}0\r\n\r\n`),
  'a space before the colon of chunked': answer(
    ['HTTP/1.1 200 OK', 'Transfer-Encoding : chunked'],
    `${CHUNK}0\r\n\r\n`,
  ),
  'chunked by HTTP/1.0': answer(['HTTP/1.0 200 OK', 'Transfer-Encoding: chunked'], `${CHUNK}0\r\n\r\n`),
  'Transfer-Encoding identity': sized('Transfer-Encoding: identity'),
  'an unknown transfer coding': sized('Transfer-Encoding: x'),
  'chunked without chunks': chunked(DOCUMENT),
  'chunks with an extension': chunked(`1d;a=b\r\n${DOCUMENT}\r\n0\r\n\r\n`),
  'chunks with spaces behind the length': chunked(`1d  \r\n${DOCUMENT}\r\n0\r\n\r\n`),
  'chunks with zeros before the length': chunked(`00001d\r\n${DOCUMENT}\r\n0\r\n\r\n`),
  'chunks with bare line feeds': chunked(`1d\n${DOCUMENT}\n0\n\n`),
  'chunks with a trailer': chunked(`${CHUNK}0\r\nX-Sum: 1\r\n\r\n`),
  'chunks without the last one': chunked(CHUNK),
  'chunks without the last empty line': chunked(`${CHUNK}0\r\n`),
  'a chunk that is longer than its length': chunked(`5\r\n${DOCUMENT}\r\n0\r\n\r\n`),
  'a chunk of an absurd length': chunked(`fffffffffffffffff\r\n${DOCUMENT}\r\n0\r\n\r\n`),
  'a negative chunk': chunked(`-1d\r\n${DOCUMENT}\r\n0\r\n\r\n`),
  'a chunk in words': chunked(`zz\r\n${DOCUMENT}`),
  // More than one answer.
  'an early hint before': `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${sized()}`,
  'a malformed early hint before': `HTTP/1.1 103 Early Hints\r\nX-Name : 1\r\n\r\n${sized()}`,
  'a hint before a malformed head': `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${sized('X-Name : 1')}`,
  'a continue before': `HTTP/1.1 100 Continue\r\n\r\n${sized()}`,
  'a switch of protocols': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
  'two answers': `${sized()}${sized()}`,
};
