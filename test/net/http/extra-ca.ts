/** One request in a process of its own, because Node reads NODE_EXTRA_CA_CERTS when it starts. */
import { createDns } from '../../../src/net/dns/client.ts';
import { createHttp } from '../../../src/net/http/client.ts';

const [dnsServer = '', connectTo = ''] = process.argv.slice(2);
const dns = await createDns({ servers: [dnsServer], concurrency: 10, qps: 0 });
const http = createHttp({ dns, userAgent: 'whohosts', concurrency: 10, connectTo });
const answer = await http.get('https://extra.example/', { maxBytes: 100 });
await http.close();
dns.close();
process.send?.(answer.ok ? 'OK' : answer.status);
process.disconnect?.();
