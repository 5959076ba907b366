/** Updates until it is killed. It is a process of its own, so that the test can kill it. */
import { createDns } from '../../src/net/dns/client.ts';
import { createHttp } from '../../src/net/http/client.ts';
import { updateData } from '../../src/update/update.ts';
import { FRONTS, installDatabases, NOW, SOURCES } from './model-data.ts';

const [dataDir = '', dnsServer = '', connectTo = ''] = process.argv.slice(2);
const dns = await createDns({ servers: [dnsServer], concurrency: 10, qps: 0 });
const http = createHttp({ dns, userAgent: 'whohosts', concurrency: 10, connectTo });
const installed = installDatabases(`${dataDir}/npm`);
process.send?.('begun');
for (;;) {
  await updateData({
    dataDir,
    http,
    sources: SOURCES,
    fronts: FRONTS,
    installed,
    now: () => NOW,
    onProgress: (message) => process.send?.(message),
  });
}
